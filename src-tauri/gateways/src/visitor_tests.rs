//! Visits, against a server that answers as it is told.

use super::*;
use crate::stub::{Reply, Stub, answer};

fn visitor(stub: &Stub) -> Visitor {
    Visitor::new(Web::new(Reach::Only(stub.url.strip_prefix("http://").unwrap().parse().unwrap())))
}

fn url(path: &str) -> Url {
    Url::parse(&format!("http://harbourblog.example{path}")).unwrap()
}

fn redirect(to: &'static str) -> Reply {
    Reply::Answer { status: 302, headers: to, body: String::new() }
}

#[tokio::test]
async fn a_page_is_visited_by_an_honest_name_with_its_way_and_its_headers() {
    let stub = Stub::start(|seen, _| match seen.target.as_str() {
        "/old" => redirect("location: https://www.harbourblog.example/new\r\n"),
        "/new" => Reply::Answer { status: 200, headers: "x-robots-tag: noindex\r\n", body: "<p>Hello".to_owned() },
        _ => answer(404, ""),
    })
    .await;
    let visited = visitor(&stub).visit(&url("/old")).await;
    let Looked::Answered(found) = visited.looked else { panic!("{visited:?}") };
    let hops: Vec<_> = found.hops.iter().map(|hop| (hop.address.as_str(), hop.status)).collect();
    assert_eq!(hops, [("http://harbourblog.example/old", 302), ("https://www.harbourblog.example/new", 200)]);
    assert!(found.headers.contains(&("x-robots-tag".to_owned(), "noindex".to_owned())), "{:?}", found.headers);
    assert_eq!((found.body.as_slice(), found.cut), (&b"<p>Hello"[..], false));
    assert!(stub.seen().iter().all(|seen| seen.head.contains(AGENT)), "{AGENT}");
    assert!(AGENT.starts_with("CRMAutopilot/") && AGENT.contains("(+https://"), "{AGENT}");
}

#[tokio::test]
async fn rules_are_read_once_per_host_and_obeyed() {
    let rules = "User-agent: CRMAutopilot\nDisallow: /private\n\nUser-agent: Googlebot\nDisallow: /drafts";
    let stub = Stub::start(move |seen, _| match seen.target.as_str() {
        "/robots.txt" => answer(200, rules),
        "/way" => redirect("location: /private/x\r\n"),
        _ => answer(200, "<p>Hello"),
    })
    .await;
    let visitor = visitor(&stub);
    assert_eq!(visitor.visit(&url("/private/x")).await.looked, Looked::KeptOut);
    assert_eq!(visitor.clone().visit(&url("/way")).await.looked, Looked::KeptOut);
    assert!(visitor.visit(&url("/drafts/1")).await.search_engines_kept_out);
    assert!(!visitor.visit(&url("/post")).await.search_engines_kept_out);
    assert_eq!((stub.count("GET", "/robots.txt"), stub.count("GET", "/private/x")), (1, 0));
}

#[tokio::test]
async fn rules_that_cannot_be_had_keep_us_out_and_missing_ones_do_not() {
    for (status, let_in) in [(404, true), (403, true), (500, false), (503, false), (429, false)] {
        let stub = Stub::start(move |seen, _| match seen.target.as_str() {
            "/robots.txt" => answer(status, "User-agent: *\nDisallow: /"),
            _ => answer(200, "<p>Hello"),
        })
        .await;
        let looked = visitor(&stub).visit(&url("/")).await.looked;
        assert_eq!(matches!(looked, Looked::Answered(_)), let_in, "{status}: {looked:?}");
        assert!(let_in || matches!(looked, Looked::Unreachable(_)));
    }
}

#[tokio::test]
async fn long_pages_are_cut_and_endless_ways_end() {
    let stub = Stub::start(|seen, _| match seen.target.as_str() {
        "/long" => answer(200, "x".repeat(3_000)),
        "/round" => redirect("location: /round\r\n"),
        "/inside" => redirect("location: http://127.0.0.1/\r\n"),
        _ => answer(404, ""),
    })
    .await;
    let visitor = visitor(&stub);
    let visitor = visitor.clone().with_manners(Manners { bytes: 1_000, ..visitor.manners() });
    let Looked::Answered(long) = visitor.visit(&url("/long")).await.looked else { panic!("it answers") };
    assert_eq!((long.body.len(), long.cut), (1_000, true));
    assert!(matches!(visitor.visit(&url("/round")).await.looked, Looked::Unreachable(_)));
    assert_eq!(stub.count("GET", "/round"), 11);
    assert!(matches!(visitor.visit(&url("/inside")).await.looked, Looked::Unreachable(_)));
}

#[tokio::test]
async fn one_host_is_asked_one_at_a_time_with_pauses() {
    let stub = Stub::start(|seen, _| match seen.target.as_str() {
        "/robots.txt" => answer(200, "User-agent: *\nCrawl-delay: 0.2"),
        _ => answer(200, "<p>Hello"),
    })
    .await;
    let visitor = visitor(&stub);
    let pause = Duration::from_millis(50);
    let visitor = visitor.clone().with_manners(Manners { pause, crawl_delay: true, ..visitor.manners() });
    let start = Instant::now();
    let (first, second, third) = (url("/1"), url("/2"), url("/3"));
    tokio::join!(visitor.visit(&first), visitor.visit(&second), visitor.visit(&third));
    // A pause after the rules, then two longer ones between the pages.
    assert!(start.elapsed() >= Duration::from_millis(450), "{:?}", start.elapsed());
    assert_eq!(stub.seen().len(), 4);
}

#[tokio::test]
async fn nobody_is_waited_for_without_end() {
    let stub = Stub::start(|seen, _| match seen.target.as_str() {
        "/robots.txt" => answer(404, ""),
        _ => Reply::Silence,
    })
    .await;
    let visitor = visitor(&stub);
    let patience = Duration::from_millis(100);
    let visitor = visitor.clone().with_manners(Manners { patience, ..visitor.manners() });
    let looked = visitor.visit(&url("/")).await.looked;
    assert!(matches!(looked, Looked::Unreachable(_)), "{looked:?}");
}
