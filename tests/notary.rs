//! The notary of links against pages with known truth: the real visits, the real judgement, and a sandbox that serves every kind of page.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::links::{Around, Finding, LinkState, Wanted, judge};
use futures::StreamExt as _;
use gateways::{Manners, Reach, Visitor, Web};
use sandbox::sites::notary::{Fixture, fixtures};
use sandbox::{Options, Sandbox};
use url::Url;

const AT_A_TIME: usize = 16;
/// Hanging pages wait a minute.
const PATIENCE: Duration = Duration::from_secs(5);

async fn world() -> (Sandbox, Visitor) {
    let sandbox = Sandbox::start(Options::new(1, Arc::new(|| 0))).await.unwrap();
    let place = sandbox.url().strip_prefix("http://").unwrap().parse().unwrap();
    let visitor = Visitor::new(Web::new(Reach::Only(place)));
    let manners = Manners { patience: PATIENCE, ..visitor.manners() };
    (sandbox, visitor.with_manners(manners))
}

async fn look(visitor: &Visitor, fixture: &Fixture) -> Finding {
    let wanted = Wanted {
        source: Url::parse(&fixture.source).unwrap(),
        target: Url::parse(&fixture.target).unwrap(),
        anchors: fixture.anchors.clone(),
    };
    let visited = visitor.visit(&wanted.source).await;
    let around = Around { search_engines_kept_out: visited.search_engines_kept_out, target_status: None };
    // Long pages take a while to read: those that are being visited must not wait for it.
    tokio::task::spawn_blocking(move || judge(&wanted, &visited.looked, &around)).await.unwrap()
}

/// What is not as it should be.
fn differences(fixture: &Fixture, found: &Finding) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |what: &str, wanted: Option<String>, got: Option<String>| {
        if wanted.is_some() && wanted != got {
            wrong.push(format!("{what}: {} instead of {}", got.unwrap_or_default(), wanted.unwrap_or_default()));
        }
    };
    compare("state", Some(fixture.state.to_owned()), Some(found.state.to_string()));
    compare("anchor", fixture.anchor.map(str::to_owned), found.anchor.clone());
    compare("position", fixture.position.map(|at| at.to_string()), found.position.map(|at| at.to_string()));
    compare("leads to", fixture.leads_to.map(str::to_owned), found.leads_to.as_ref().map(Url::to_string));
    if let Some(word) = fixture.rel {
        let has = found.rel.iter().any(|token| token == word);
        compare("rel", Some(word.to_owned()), has.then(|| word.to_owned()));
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_with_known_truth_is_judged_right() {
    let (sandbox, visitor) = world().await;
    let all = fixtures();
    for page in all.iter().flat_map(|fixture| fixture.pages.clone()) {
        sandbox.put_page(&page.host, &page.path, page.page);
    }
    let looked = futures::stream::iter(&all).map(async |fixture| (fixture, look(&visitor, fixture).await));
    let looked: Vec<_> = looked.buffered(AT_A_TIME).collect().await;

    let mut states = BTreeMap::new();
    let mut table = Vec::new();
    for (fixture, found) in &looked {
        *states.entry(found.state).or_insert(0) += 1;
        for difference in differences(fixture, found) {
            table.push(format!("{:<28} {difference}. {}", fixture.name, found.why));
        }
        assert!(found.why.ends_with('.') && found.excerpt.chars().count() <= 200, "{found:?}");
        let kept = serde_json::to_string(found).unwrap();
        assert_eq!(&serde_json::from_str::<Finding>(&kept).unwrap(), found);
    }
    assert!(table.is_empty(), "{} of {} are wrong\n{}", table.len(), all.len(), table.join("\n"));
    assert!(all.len() >= 80, "{}", all.len());
    assert_eq!(states.len(), LinkState::ALL.len(), "every state is there: {states:?}");

    let visits = sandbox.visits();
    assert!(visits.iter().all(|visit| visit.user_agent.starts_with("CRMAutopilot/")));
    let mut rules = BTreeMap::new();
    for visit in visits.iter().filter(|visit| visit.path == "/robots.txt") {
        *rules.entry(visit.host.as_str()).or_insert(0) += 1;
    }
    assert!(rules["live-plain.example"] == 1 && rules.values().all(|times| *times <= 2), "once per host and scheme");
}
