" Vim syntax file for Reroute (https://vimhelp.org/syntax.txt.html).
" Copy it to ~/.vim/syntax/reroute.vim, and let Vim know the files:
"   autocmd BufRead,BufNewFile *.reroute setfiletype reroute
" Made from the language's tables; see Tests/RerouteTests/EditorGrammars.swift.
if exists("b:current_syntax")
  finish
endif
syn case match
syn iskeyword @,48-57,_,192-255

syn keyword rerouteWord simulate trials seed discount sampling let fn if then else for import unit
syn keyword rerouteWord rate correlate product overlap failure redirect integrate close reallocate
syn keyword rerouteWord scenario baseline observe claim claims explain table plot why drives compare
syn keyword rerouteWord expect advise detect choose to as at in given sure and or not
syn keyword reroutePlaceWord of per from until by with into on after extends where source note
syn keyword reroutePlaceWord features goal when because over decline instant linear logistic
syn keyword reroutePlaceWord exponential error between maximise split limit
syn keyword rerouteTime end month
syn keyword rerouteClause accept acquisition adoption arpu before below cac capacity churn cost
syn keyword rerouteClause dormant drawdown invested lapse periods reach resurrection scale share time
syn keyword rerouteClause tolerated users value
syn keyword rerouteConstant true false portfolio plan
syn keyword rerouteShape normal lognormal uniform triangular pert beta
syn keyword rerouteUnit contained AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD IDR INR JPY KRW MXN NOK NZD
syn keyword rerouteUnit contained PHP PLN SEK SGD THB TRY USD VND ZAR day days month months point
syn keyword rerouteUnit contained points user users week weeks year years

syn match rerouteOperator /->\|==\|!=\|<=\|>=\|+\|-\|\*\|\/\|\^\|=\|<\|>/
syn match reroutePer /\<per\>\s*/ nextgroup=rerouteUnit
syn match rerouteSlash "/" nextgroup=rerouteUnit skipwhite
syn match rerouteHole /?/
syn match rerouteCurrency /[$€£¥]/
syn match rerouteUnitSign /%/
syn match rerouteNumber /\<\d[0-9_]*\(\.\d[0-9_]*\)\?\([eE][+-]\?\d\+\)\?[kMBT]\?\>/ nextgroup=rerouteUnit skipwhite
syn match rerouteDate /\<\d\{4}-\d\d\(-\d\d\)\?\>/
syn match rerouteMember /\.\s*\h\w*/
syn match rerouteMetric /\.\s*\%(acquired\|acquisition\|arpu\|capacity\|churn\|churned\|closed\|cost\|declared_cost\|dormant\|failed\|failure\|invested\|lapsed\|least_people\|left\|lost_at_closing\|lost_gone\|lost_reachable\|margin\|merged_out\|moved_in\|moved_out\|observed\|offered\|own\|people\|reached\|redirected\|refused\|resurrected\|resurrection\|revenue\|turned_away\|users\|value)\>/
syn match rerouteFunction /\<\%(abs\|all\|any\|arpu_of\|bass\|bass_fit\|bernoulli\|beta\|binomial\|break_even_migration\|cac_of\|cannibalisation\|change\|column\|cost_of_delay\|csv\|cumulative\|cusum\|dau\|deduplicated_reach\|deviation\|diversion\|empirical\|evpi\|exp\|filter\|first\|floor\|fold\|gamma\|greedy_transport\|growth\|growth_accounting\|increase\|leakage\|length\|ln\|lognormal\|lowest\|ltv\|ltv_payback\|mann_kendall\|map\|mau\|max\|mean\|migration_rate\|min\|month_of\|monthly\|monthly_growth\|monthly_loss\|named\|net_churn\|net_new_rate\|normal\|observed\|overlap_bounds\|payback\|peak\|pelt\|pert\|poisson\|present_value\|quantile\|quick_ratio\|range\|redirection_ceiling\|retention\|retention_table\|reverse\|round\|salvage_rate\|sbg_fit\|sbg_log_likelihood\|sbg_residual_lifetime\|sbg_survival\|sort\|sqrt\|stationary\|stickiness\|stock_and_flow\|sum\|switching\|theil_sen\|total\|transport\|triangular\|truncate\|uniform\|water_fill\|with)(\@=/
syn region rerouteString start=/"/ skip=/\\./ end=/"/ oneline contains=rerouteEscape,rerouteInterpolation
syn match rerouteEscape /\\\%(u{\x\+}\|.\)/ contained
syn region rerouteInterpolation start=/{/ end=/}/ contained oneline contains=TOP
syn match rerouteComment /#.*$/

hi def link rerouteWord Statement
hi def link reroutePlaceWord Keyword
hi def link rerouteTime Constant
hi def link rerouteClause Identifier
hi def link rerouteConstant Constant
hi def link rerouteShape Type
hi def link rerouteUnit Type
hi def link rerouteUnitSign Type
hi def link rerouteCurrency Type
hi def link reroutePer Keyword
hi def link rerouteSlash Operator
hi def link rerouteOperator Operator
hi def link rerouteHole Todo
hi def link rerouteNumber Number
hi def link rerouteDate Number
hi def link rerouteMetric Identifier
hi def link rerouteFunction Function
hi def link rerouteString String
hi def link rerouteEscape SpecialChar
hi def link rerouteComment Comment

let b:current_syntax = "reroute"
