//! What a door may ask: one plain function per request. The same table serves the window, the development bridge and the command line.

pub mod mutation;
pub mod query;
pub mod trigger;
#[expect(missing_docs, reason = "fields are named as the words of the product; only the odd ones are explained")]
pub mod wire;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Engine;
use wire::{ApiError, ErrorCode};

/// Result of a request.
pub type Reply<T> = Result<T, ApiError>;

/// The table of requests: its kind is the module that holds the function.
macro_rules! commands {
    ($($kind:ident $name:ident ($request:ident) -> $reply:ty;)*) => {
        /// Every request: kind, name, type of the request, type of the reply.
        pub const COMMANDS: &[(&str, &str, &str, &str)] = &[$((stringify!($kind), stringify!($name), stringify!($request), stringify!($reply))),*];

        /// Carries out a request by name. Errors are sentences for a person.
        pub async fn call(engine: &Engine, name: &str, args: Value) -> Reply<Value> {
            match name {
                $(stringify!($name) => answer($kind::$name(engine, request::<wire::$request>(args)?).await?),)*
                _ => Err(ApiError { code: ErrorCode::BadRequest, message: format!("There is no request “{name}”.") }),
            }
        }
    };
}

commands! {
    // How things stand.
    query status(Nothing) -> Status;
    query find(FindRequest) -> Found;
    query feed(FeedRequest) -> Vec<ActivityRow>;
    query notices_list(FeedRequest) -> Vec<NoticeRow>;
    mutation notices_seen(NoticesSeen) -> Done;
    trigger notices_tell(Nothing) -> Telling;
    query program_settings(Nothing) -> ProgramSettings;
    mutation program_set(ProgramSet) -> Done;
    query reviews_list(Nothing) -> Vec<ReviewReport>;
    query backups(Nothing) -> Vec<BackupRow>;
    trigger doctor(DoctorRequest) -> Vec<DoctorCheck>;
    trigger diagnostics(Nothing) -> Diagnostics;
    mutation pause_all(PauseAll) -> Done;
    mutation resume_all(Nothing) -> Done;

    // Brands and their words.
    query brands(Nothing) -> Vec<BrandSummary>;
    query brand_show(BrandRef) -> BrandDetail;
    mutation brand_new(BrandNew) -> Done;
    mutation brand_set(BrandSet) -> Done;
    mutation brand_pause(BrandPause) -> Done;
    mutation brand_resume(BrandRef) -> Done;
    query settings_check(SettingsCheck) -> Vec<SettingProblem>;
    query slots_preview(SlotsRequest) -> SlotsPreview;
    query mail_preview(MailPreviewRequest) -> MailPreview;
    query ai_spent(BrandRef) -> AiSpent;
    trigger ai_test(AiTest) -> AiTested;
    trigger relay_test(RelayTest) -> RelayTested;
    trigger brand_test_email(BrandTestEmail) -> TestedEmail;
    trigger brand_connect_code(BrandConnectCode) -> Connected;
    trigger brand_connect_browser(BrandConnectBrowser) -> ConsentPage;
    trigger mailbox_find(MailboxFind) -> MailboxFound;
    trigger brand_connect_servers(BrandConnectServers) -> Connected;
    trigger brand_connect_permission(BrandConnectServers) -> ConsentPage;
    trigger brand_connect_wait(BrandRef) -> Connected;
    trigger brand_connect_stop(BrandRef) -> Done;
    trigger brand_connect_env(BrandConnectEnv) -> EnvTaken;
    mutation secret_set(SecretSet) -> Done;
    mutation secret_remove(SecretRemove) -> Done;
    query sender_health(BrandRef) -> SenderHealth;
    trigger sender_look(BrandRef) -> SenderHealth;
    query wordings(BrandRef) -> Vec<WordingRow>;
    mutation wording_set(WordingSet) -> Done;
    query wording_show(WordingRef) -> WordingDetail;
    query wording_preview(WordingTry) -> WordingPreview;
    mutation wording_reset(WordingRef) -> Done;

    // Pipelines and their stages.
    query pipelines(Nothing) -> Vec<PipelineRow>;
    mutation pipeline_new(PipelineNew) -> Done;
    mutation pipeline_rename(PipelineRename) -> Done;
    mutation pipeline_cadence(PipelineCadence) -> Done;
    mutation stage_add(StageAdd) -> Done;
    mutation stage_rename(StageRename) -> Done;
    mutation stage_reorder(StageReorder) -> Done;
    mutation stage_kind(StageKindSet) -> Done;
    mutation stage_advance(StageAdvance) -> Done;
    mutation stage_remove(StageRemove) -> Done;

    // The board.
    query board(BoardRequest) -> Board;
    query board_column(ColumnRequest) -> Vec<Card>;
    query board_tags(BoardTagsRequest) -> Vec<TagCount>;
    mutation deals_bulk(DealsBulk) -> BulkReply;
    mutation deals_undo(DealsRef) -> BulkReply;
    query views_list(ViewsRequest) -> Vec<SavedView>;
    mutation view_save(SavedView) -> Done;
    mutation view_remove(ViewRef) -> Done;

    // Deals.
    query deals_list(DealsRequest) -> Vec<DealRow>;
    query deal_show(DealRef) -> DealDetail;
    query why(DealRef) -> WhyReply;
    mutation deal_move(DealMove) -> Done;
    mutation deal_pause(DealPause) -> Done;
    mutation deal_resume(DealRef) -> Done;
    mutation deal_close(DealClose) -> Done;
    trigger deal_email(DealEmail) -> EmailRow;
    mutation deal_new(DealNew) -> DealMade;
    mutation deal_edit(DealEdit) -> Done;
    mutation deal_hold(DealHold) -> Done;
    mutation deal_next_action(DealNextAction) -> Done;
    mutation note_add(NoteAdd) -> Done;

    // Outgoing mail.
    query email_frame(DealRef) -> EmailFrame;
    mutation email_write(EmailWrite) -> EmailWritten;
    query emails_list(EmailsRequest) -> Vec<EmailRow>;
    query email_show(EmailRef) -> EmailDetail;
    query emails_page(EmailsPageRequest) -> EmailsPage;
    query review_queue(ReviewRequest) -> ReviewQueue;
    query email_context(EmailRef) -> EmailContext;
    mutation email_approve(EmailApprove) -> Done;
    mutation emails_approve_many(ApproveMany) -> ApprovedMany;
    mutation emails_take_back(EmailsRef) -> Done;
    mutation email_edit(EmailEdit) -> Done;
    mutation email_reject(EmailReject) -> Done;
    mutation email_reconsider(EmailRef) -> Done;
    mutation email_cancel(EmailRef) -> Done;
    mutation email_settle(EmailSettle) -> Done;

    // Incoming mail.
    query messages_list(MessagesRequest) -> Vec<MessageRow>;
    query messages_page(MessagesPageRequest) -> MessagesPage;
    query message_show(MessageRef) -> MessageDetail;
    query message_candidates(MessageCandidates) -> Vec<DealRow>;
    query message_html(MessageHtmlRequest) -> MessageHtml;
    trigger message_pictures(MessageHtmlRequest) -> MessageHtml;
    mutation message_reclassify(MessageReclassify) -> Done;
    mutation message_link(MessageLink) -> Done;
    mutation message_done(MessageDone) -> Done;

    // Decisions.
    query decisions_list(DecisionsRequest) -> Vec<DecisionRow>;
    query decisions_page(DecisionsPageRequest) -> DecisionsPage;
    query decision_show(DecisionRef) -> DecisionDetail;

    // Contacts, and who must not be mailed.
    query contacts_list(ContactsRequest) -> Vec<ContactRow>;
    query contacts_page(ContactsPageRequest) -> ContactsPage;
    query contact_facets(ContactFacetsRequest) -> ContactFacets;
    query contact_history(ContactRef) -> ContactHistory;
    query duplicates(DuplicatesRequest) -> Duplicates;
    trigger contacts_file(ContactsExport) -> ContactsFile;
    mutation contact_new(ContactNew) -> ContactMade;
    mutation contacts_bulk(ContactsBulk) -> ContactsBulkReply;
    mutation contacts_merge(ContactsMerge) -> Done;
    query contact_show(ContactRef) -> ContactRow;
    mutation contact_edit(ContactEdit) -> Done;
    mutation contact_erase(ContactErase) -> ErasedReply;
    query evidence(EvidenceRequest) -> Evidence;
    trigger evidence_file(EvidenceRequest) -> OfferedFile;
    query suppressions_list(Nothing) -> Vec<SuppressionRow>;
    mutation suppress(Suppress) -> Done;
    mutation unsuppress(Unsuppress) -> Done;

    // Imports.
    query imports_list(Nothing) -> Vec<ImportRow>;
    query import_look(ImportReading) -> ImportLook;
    query imports_now(Nothing) -> ImportsNow;
    trigger import_preview(ImportRequest) -> ImportReport;
    trigger import_start(ImportRequest) -> ImportJob;
    trigger import_stop(Nothing) -> Done;
    trigger import_leave(Nothing) -> Done;
    trigger import_example(Nothing) -> ChosenFile;
    mutation import_undo(ImportRef) -> Done;

    // Sites that could link to us, and what is read on them.
    query prospects_page(ProspectsRequest) -> ProspectsPage;
    mutation prospect_start(ProspectStart) -> DealMade;
    mutation prospect_set_aside(ProspectSetAside) -> Done;
    query research(DealRef) -> Research;
    trigger research_run(DealRef) -> Research;

    // Links to our pages.
    query links_page(LinksRequest) -> LinksPage;
    query link_show(LinkRef) -> LinkDetail;
    mutation link_add(LinkAdd) -> LinkRow;
    mutation link_end(LinkRef) -> Done;
    trigger link_check(LinkRef) -> LinkDetail;
    mutation deal_vouch(DealVouch) -> Done;
    query link_targets(BrandRef) -> Vec<LinkTargetRow>;
    mutation link_target_set(LinkTargetSet) -> Done;
    mutation link_target_remove(LinkTargetRef) -> Done;

    // How it goes.
    query analytics(AnalyticsRequest) -> Analytics;

    // Tasks.
    query tasks_list(Nothing) -> Vec<TaskRow>;
    query task_history(TaskRef) -> Vec<RunRow>;
    query schedule_preview(SchedulePreview) -> ScheduleTimes;
    mutation task_enable(TaskEnable) -> Done;
    mutation task_schedule(TaskSchedule) -> Done;
    trigger run_task(RunTask) -> RunRow;
}

fn request<T: DeserializeOwned>(args: Value) -> Reply<T> {
    let args = if args.is_null() { Value::Object(serde_json::Map::new()) } else { args };
    serde_json::from_value(args).map_err(|error| ApiError {
        code: ErrorCode::BadRequest,
        message: format!("The request does not fit: {error}."),
    })
}

fn answer<T: Serialize>(reply: T) -> Reply<Value> {
    serde_json::to_value(reply).map_err(|error| ApiError {
        code: ErrorCode::Failed,
        message: format!("The answer could not be written: {error}."),
    })
}

#[cfg(test)]
mod editing_tests;
#[cfg(test)]
mod settings_tests;

#[cfg(test)]
mod tests {
    use super::COMMANDS;

    /// Writes the table of requests for the window, so that a mistyped name does not compile there.
    #[test]
    fn export_bindings_commands() {
        let mut types = std::collections::BTreeSet::new();
        let mut lines = String::new();
        for (kind, name, request, reply) in COMMANDS {
            let (bare, many) =
                reply.strip_prefix("Vec<").map_or((*reply, ""), |inner| (inner.trim_end_matches('>'), "[]"));
            types.extend([*request, bare]);
            lines.push_str(&format!("  /** {kind} */\n  {name}: {{ args: {request}; reply: {bare}{many} }};\n"));
        }
        let imports: String = types.iter().map(|t| format!("import type {{ {t} }} from \"./{t}\";\n")).collect();
        let text = format!(
            "// Generated from the engine's table of requests. Do not edit.\n{imports}\nexport interface Commands {{\n{lines}}}\n"
        );
        let folder = std::env::var_os("TS_RS_EXPORT_DIR").map(std::path::PathBuf::from);
        let folder =
            folder.unwrap_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/generated"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("Commands.ts"), text).unwrap();
    }
}
