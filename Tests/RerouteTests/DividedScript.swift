import Reroute

/// A script with an import and a question of every form, for runs in parts.
enum DividedScript {
  static let text = """
    simulate 6 months from 2024-01
    seed 7
    import "rates"
    product P { users 900 to 1100; churn churn; arpu $1 to $2/user/month; cost $900/month; features Chat }
    product T { users 5000; acquisition 10 to 20 users/month }
    failure P { when users < 800 }
    redirect P -> T { from failure; reach 60% to 90%; accept 30% to 50% }
    overlap P, T 10% of P
    integrate Chat from P into T { from month 2; adoption 10% to 30%; churn -10% }
    P.users
    T.users at end given P.failure < 4
    P.failure
    table P.users, T.users
    table failures
    why P.users
    compare baseline, plan on portfolio.value, T.users
    compare baseline, plan on T.users given P.failure < 4
    drives T.users
    expect 90% sure T.users at end > 5000 users

    """

  static func session() -> Session {
    var session = Session()
    session.host.load = { (name, _) throws(Host.Failure) in
      guard name == "rates" else { throw .unreadable("there is no such text") }
      return ("rates", Array("let churn = 2% to 9%/month".utf8))
    }
    session.host.threads = 2
    return session
  }
}
