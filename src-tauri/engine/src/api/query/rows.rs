//! From the store's read models to the types of the border: the same fields under the same names.

use domain::pipeline::Pipeline;
use store::views;

use crate::api::wire::{
    ActivityRow, Card, ContactLine, ContactRow, DealRow, DecisionRow, EmailRow, ImportRow, MessageRow, NoticeRow,
    PipelineRow, RunRow, StageRow, SuppressionRow, Twin,
};

/// Copies the fields that have the same name and type on both sides.
macro_rules! crosses {
    ($($view:path => $wire:ident { $($field:ident),* $(,)? })*) => {$(
        impl From<$view> for $wire {
            fn from(view: $view) -> Self {
                Self { $($field: view.$field),* }
            }
        }
    )*};
}

crosses! {
    views::activities::ActivityView => ActivityRow { id, at, author, kind, summary, brand, deal_id, who }
    views::deals::CardView => Card {
        id, contact_id, name, company, email, domain_authority, status, value_cents, score, emails_sent, next_action_at,
        hold_until, last_reply, last_reply_at, last_sent_at, question, reason, email_state, updated_at,
    }
    views::emails::EmailView => EmailRow {
        id, deal_id, brand, step, kind, state, to_address, to_name, subject, written_by, created_at, sent_at, not_before,
        attempts, trouble,
    }
    views::messages::MessageView => MessageRow {
        id, brand, deal_id, from_address, from_name, subject, received_at, nature, class, confidence, classified_by, why,
        evidence,
    }
    views::decisions::DecisionView => DecisionRow {
        id, deal_id, at, action, reason, confidence, provider, model, prompt_version, input_hash, tokens_in, tokens_out,
        latency_ms, trouble,
    }
    views::contacts::ContactView => ContactRow {
        id, brand, email, name, company, website, domain_authority, notes, tags, kind, source, country, timezone, basis,
        basis_note, suppressed, marks,
    }
    views::people::PersonView => ContactLine {
        id, brand, email, name, company, website, domain_authority, tags, kind, source, country, basis, created_at, updated_at,
        open_deal, suppressed, marks,
    }
    views::duplicates::TwinView => Twin { id, brand, email, name, company, website, kind, created_at, deals, emails }
    views::runs::RunView => RunRow { id, task, started_at, finished_at, cause, outcome, counts, error }
    views::imports::ImportView => ImportRow {
        id, brand, file_name, state, rows_in, created, updated, skipped, rejected, deals, created_at,
    }
    views::notices::NoticeView => NoticeRow { id, at, kind, brand, deal_id, title, body, seen }
}

impl From<views::deals::DealView> for DealRow {
    fn from(view: views::deals::DealView) -> Self {
        Self { card: view.card.into(), brand: view.brand, pipeline: view.pipeline, stage: view.stage }
    }
}

impl From<views::suppressions::SuppressionView> for SuppressionRow {
    fn from(view: views::suppressions::SuppressionView) -> Self {
        let views::suppressions::SuppressionView { value, kind, brand, reason, author, created_at } = view;
        Self { value, kind: kind.to_string(), brand, reason, author, created_at }
    }
}

/// A pipeline of the brand with that slug.
pub(super) fn pipeline_row(pipeline: Pipeline, brand: &str) -> PipelineRow {
    let Pipeline { id, brand: brand_id, key, name, purpose, cadence, stages } = pipeline;
    let stages = stages.into_iter().map(|stage| StageRow {
        id: stage.id,
        key: stage.key,
        name: stage.name,
        kind: stage.kind,
        advance_on: stage.advance_on,
    });
    PipelineRow { id, brand_id, brand: brand.to_owned(), key, name, purpose, cadence, stages: stages.collect() }
}
