//! The log of decisions, in pages.

use store::views::decision_log::{self, Filter};

use super::{limit, names};
use crate::Engine;
use crate::api::Reply;
use crate::api::wire::{ActionSum, DecisionsPage, DecisionsPageRequest, LoggedDecision};

/// A page of the log of decisions; the first one also counts.
pub async fn decisions_page(engine: &Engine, request: DecisionsPageRequest) -> Reply<DecisionsPage> {
    let mut conn = engine.store.read().await?;
    let filter = Filter {
        brand: names::brand_filter(&mut conn, request.brand.as_deref()).await?,
        search: request.search,
        actions: request.actions,
        provider: request.provider,
        from: request.from,
        until: request.until,
    };
    let most = limit(request.limit);
    let found = decision_log::log(&mut conn, &filter, request.after, most).await?;
    let next = found.last().map(|line| line.decision.id).filter(|_| found.len() >= most as usize);
    let sums = match request.after {
        None => decision_log::sums(&mut conn, &filter).await?,
        Some(_) => Vec::new(),
    };
    let line = |line: decision_log::LoggedDecision| LoggedDecision {
        row: line.decision.into(),
        brand: line.brand,
        who: line.who,
        company: line.company,
        email_id: line.email_id,
    };
    let sum = |sum: decision_log::ActionSum| ActionSum {
        action: sum.action,
        count: sum.count,
        tokens_in: sum.tokens_in,
        tokens_out: sum.tokens_out,
    };
    Ok(DecisionsPage {
        decisions: found.into_iter().map(line).collect(),
        next,
        actions: sums.into_iter().map(sum).collect(),
    })
}
