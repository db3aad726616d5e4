//! One look at a link: the page is fetched and judged. What is missed is fetched once more at once, since a page may show a link at one time and not
//! at another; then the pages of the site are tried to which it may have moved.

use std::collections::BTreeMap;

use domain::links::{Around, Finding, Link, LinkState, Looked, Wanted, candidates, judge};
use domain::web::visitable;
use gateways::Visited;
use store::link_targets::LinkTarget;
use url::Url;

use super::is_seen;
use crate::Engine;

/// What is known of our own pages.
#[derive(Clone, Copy)]
pub(super) struct Ours<'a> {
    /// Those that the brand wants linked.
    pub(super) targets: &'a [LinkTarget],
    /// What pages answered.
    pub(super) answers: &'a BTreeMap<String, u16>,
}

/// What a page of ours answers.
pub(super) async fn status(engine: &Engine, page: &str) -> Option<u16> {
    let visited = engine.visitor.visit(&visitable(page).ok()?).await;
    match visited.looked {
        Looked::Answered(answer) => answer.hops.last().map(|hop| hop.status),
        Looked::KeptOut | Looked::Unreachable(_) => None,
    }
}

/// Looks at a link. Says where it leads, which of a link that was never seen may be another page of ours than was thought, and what was found.
pub(super) async fn look(engine: &Engine, ours: Ours<'_>, link: &Link) -> (String, Finding) {
    let Ok(source) = visitable(&link.source) else {
        let nowhere = Visited { looked: Looked::Unreachable("it is no address of the web".to_owned()), search_engines_kept_out: false };
        return (link.target.clone(), judged(&wanted(link, None), &nowhere, ours, link));
    };
    let first = engine.visitor.visit(&source).await;
    let (target, finding) = best(link, &source, &first, ours);
    if is_seen(&finding) || !answers(&finding) || !link.watch.was_seen() {
        return (target, finding);
    }
    let second = engine.visitor.visit(&source).await;
    let (target, finding) = best(link, &source, &second, ours);
    if is_seen(&finding) || !answers(&finding) {
        return (target, finding);
    }
    for page in candidates(&wanted(link, Some(source.clone())), &second.looked) {
        let there = engine.visitor.visit(&page).await;
        let moved = judged(&wanted(link, Some(page.clone())), &there, ours, link);
        if is_seen(&moved) {
            return (target, moved.moved(page));
        }
    }
    (target, finding)
}

/// Whether anybody let us look.
fn answers(finding: &Finding) -> bool {
    !matches!(finding.state, LinkState::Blocked | LinkState::Unreachable)
}

fn wanted(link: &Link, source: Option<Url>) -> Wanted {
    // Addresses were read when they were stored, so that this one is only reached by a file that somebody changed.
    let nowhere = || Url::parse("http://nowhere.invalid/").ok();
    let read = |text: &str| visitable(text).ok().or_else(nowhere);
    let target = read(&link.target);
    Wanted::new(source.or_else(|| read(&link.source)), target, link.anchors.clone())
}

fn judged(wanted: &Wanted, visited: &Visited, ours: Ours<'_>, link: &Link) -> Finding {
    let around = Around {
        search_engines_kept_out: visited.search_engines_kept_out,
        target_status: ours.answers.get(&link.target).copied(),
    };
    judge(wanted, &visited.looked, &around)
}

/// A link that was never seen may lead to any page that the brand wants linked.
fn best(link: &Link, source: &Url, visited: &Visited, ours: Ours<'_>) -> (String, Finding) {
    let asked = judged(&wanted(link, Some(source.clone())), visited, ours, link);
    if is_seen(&asked) || link.watch.was_seen() {
        return (link.target.clone(), asked);
    }
    for other in ours.targets.iter().filter(|other| other.address != link.target) {
        let instead = Link { target: other.address.clone(), anchors: other.anchors.clone(), ..link.clone() };
        let found = judged(&wanted(&instead, Some(source.clone())), visited, ours, &instead);
        if is_seen(&found) {
            return (instead.target, found);
        }
    }
    (link.target.clone(), asked)
}
