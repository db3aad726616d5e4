//! One look at a link: the page is fetched and judged. What is missed is fetched once more at once, since a page may show a link at one time and not
//! at another; then the pages of the site are tried to which it may have moved.

use std::collections::BTreeMap;

use domain::links::{Around, Finding, Link, LinkState, Looked, Wanted, candidates, judge};
use gateways::Visited;
use store::link_targets::LinkTarget;
use url::Url;

use crate::Engine;

/// What is known of our own pages.
#[derive(Clone, Copy)]
pub(super) struct Ours<'a> {
    /// Those that the brand wants linked.
    pub(super) targets: &'a [LinkTarget],
    /// What pages answered.
    pub(super) answers: &'a BTreeMap<Url, u16>,
}

/// What a page of ours answers.
pub(super) async fn status(engine: &Engine, page: &Url) -> Option<u16> {
    match engine.visitor.visit(page).await.looked {
        Looked::Answered(answer) => answer.hops.last().map(|hop| hop.status),
        Looked::KeptOut | Looked::Unreachable(_) => None,
    }
}

/// Looks at a link. Says where it leads, which of a link that was never seen may be another page of ours than was thought, and what was found.
pub(super) async fn look(engine: &Engine, ours: Ours<'_>, link: &Link) -> (Url, Finding) {
    let first = engine.visitor.visit(&link.source).await;
    let (target, finding) = best(link, &first, ours);
    if !is_missed(&finding) || !link.watch.was_seen() {
        return (target, finding);
    }
    let second = engine.visitor.visit(&link.source).await;
    let finding = judged(&wanted(link), &second, ours);
    if !is_missed(&finding) {
        return (target, finding);
    }
    for page in candidates(&wanted(link), &second.looked) {
        let there = engine.visitor.visit(&page).await;
        let moved = judged(&Wanted { source: page.clone(), ..wanted(link) }, &there, ours);
        if moved.state.is_seen() {
            return (target, moved.moved(page));
        }
    }
    (target, finding)
}

/// Whether somebody let us look, and it was not there.
fn is_missed(finding: &Finding) -> bool {
    !finding.state.is_seen() && !matches!(finding.state, LinkState::Blocked | LinkState::Unreachable)
}

fn wanted(link: &Link) -> Wanted {
    Wanted { source: link.source.clone(), target: link.target.clone(), anchors: link.anchors.clone() }
}

fn judged(wanted: &Wanted, visited: &Visited, ours: Ours<'_>) -> Finding {
    let around = Around {
        search_engines_kept_out: visited.search_engines_kept_out,
        target_status: ours.answers.get(&wanted.target).copied(),
    };
    judge(wanted, &visited.looked, &around)
}

/// A link that was never seen may lead to any page that the brand wants linked.
fn best(link: &Link, visited: &Visited, ours: Ours<'_>) -> (Url, Finding) {
    let asked = judged(&wanted(link), visited, ours);
    if asked.state.is_seen() || link.watch.was_seen() {
        return (link.target.clone(), asked);
    }
    for other in ours.targets.iter().filter(|other| other.address != link.target) {
        let instead = Wanted { target: other.address.clone(), anchors: other.anchors.clone(), ..wanted(link) };
        let found = judged(&instead, visited, ours);
        if found.state.is_seen() {
            return (instead.target, found);
        }
    }
    (link.target.clone(), asked)
}
