extension HTMLPage {
  /// How a page looks: on a phone, on a screen with room for answers beside the script, in print, in light and in dark.
  static let style = """
    :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--panel:#f6f8fa;--edge:#d8dee4;\
    --accent:#2563a8;--number:#0e7490;--string:#15803d}
    @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa6b2;--paper:#0d1117;--panel:#161b22;\
    --edge:#30363d;--accent:#7ab8ff;--number:#58cfe0;--string:#62d28f}}
    @media print{:root{color-scheme:light;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--panel:#fff;--edge:#d8dee4;\
    --accent:#2563a8;--number:#0e7490;--string:#15803d}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:84rem;padding:1rem .6rem;background:var(--paper);color:var(--ink);\
    font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;overflow-wrap:anywhere}
    h1{font-size:1.5rem;line-height:1.25;margin:0}
    h2{font-size:1.15rem;margin:2rem 0 .5rem}
    h3{font-size:1rem;margin:.5rem 0 .25rem}
    .name{margin:.2rem 0 1rem;color:var(--soft)}
    .step{margin:0}
    .code,.script,.messages pre{margin:0;padding:.4rem .5rem;background:var(--panel);white-space:pre-wrap;\
    font:.86rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}
    .line{display:block;position:relative;padding-left:2.9rem}
    .line::before{content:attr(data-n);position:absolute;left:0;width:2.2rem;text-align:right;color:var(--soft);\
    -webkit-user-select:none;user-select:none}
    .word{color:var(--accent);font-weight:600}
    .number{color:var(--number)}
    .text{color:var(--string)}
    .comment{color:var(--soft);font-style:italic}
    a.def{color:inherit;text-decoration:underline dotted var(--soft);text-underline-offset:.2em}
    a.def.word{color:var(--accent)}
    a.def:hover,a.def:focus-visible{text-decoration-style:solid;outline-offset:2px}
    .answers{padding:.3rem .5rem 1rem;border-left:3px solid var(--accent);margin:.3rem 0 1rem}
    .answer{margin:.4rem 0}
    .answer .asked{color:var(--soft);display:block;font-size:.86rem}
    output{font-weight:600}
    .note,footer{color:var(--soft);font-size:.86rem;margin:.3rem 0}
    .scroll{overflow-x:auto;max-width:100%}
    table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;font-weight:600;padding:.3rem 0}
    th,td{padding:.15rem .7rem .15rem 0;text-align:left;vertical-align:top;white-space:nowrap}
    th{border-bottom:1px solid var(--edge);color:var(--soft);font-weight:600}
    .n{text-align:right}
    dl.record,.glossary dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0}
    dt{color:var(--soft)}
    dd{margin:0}
    .glossary dt{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86rem}
    .glossary dt:target,.glossary dt:target+dd{background:var(--panel);outline:2px solid var(--accent)}
    figure{margin:.5rem 0}
    figure svg{display:block}
    details{font-size:.86rem}
    summary{cursor:pointer;color:var(--soft)}
    footer{margin-top:2rem;border-top:1px solid var(--edge);padding-top:.5rem}
    .narrow{display:none}
    .narrow svg{width:100%;max-width:26rem}
    @media (max-width:36rem){.wide{display:none}.narrow{display:block}\
    dl.record,.glossary dl{grid-template-columns:1fr}dd{margin:0 0 .4rem}}
    @media screen and (min-width:70rem){.step.asked{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);\
    column-gap:1.2rem}.answers{margin:0 0 1rem;padding-top:0}.answers>:first-child{margin-top:0}\
    .step:not(.asked) .code{margin-right:calc(50% + .6rem)}}
    @media print{body{max-width:none;padding:0;font-size:10pt}.code{border-left:2px solid var(--edge)}\
    figure,table,.answer,.line{break-inside:avoid}details{display:none}.scroll{overflow:visible}\
    th,td{white-space:normal}}
    """
}
