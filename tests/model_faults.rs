//! Trouble with the model: deals stay due or go to a person, and nobody else writes in its name. Trouble with mailboxes is in `faults`.

use sandbox::Fault;

use crate::support::{DECIDE, HOUR, MINUTE, READ, SEND, TestApp};

const ROBIN: &str = "robin@site.example";

#[tokio::test]
async fn trouble_with_the_model_leaves_the_deals_due() {
    let outages = [
        (Fault::ModelInsufficientQuota, "no credit"),
        (Fault::ModelCut, "cannot be reached"),
        (Fault::Model200Error, "overloaded"),
        (Fault::Model503Loading, "overloaded"),
    ];
    for (fault, says) in outages {
        let app = TestApp::open().await;
        app.set("codeteki", &[("ai.provider", "openai")]).await;
        app.people(&[ROBIN]).await;
        app.fault(fault.clone(), None);
        let run = app.run(DECIDE).await;
        let error = run.error.unwrap_or_else(|| panic!("{fault:?} went unnoticed"));
        assert!(error.contains(says) && error.contains("stay due"), "{fault:?}: {error}");
        assert!(app.mails().await.is_empty(), "{fault:?}: somebody else wrote the mail");
        assert!(app.card(ROBIN).await.next_action_at.is_some_and(|due| due <= app.engine.now()), "{fault:?}");
        app.sandbox.clear_faults();
        app.wait(10 * MINUTE);
        app.run_well(DECIDE).await;
        assert_eq!(app.mail(ROBIN).await.row.written_by, "sandbox-1", "{fault:?}");
    }
}

#[tokio::test]
async fn an_unusable_answer_goes_to_a_person() {
    for fault in [
        Fault::ModelRefusal,
        Fault::ModelNonsense,
        Fault::ModelUnknownAction,
        Fault::ModelLengthEmpty,
        Fault::ModelStringError,
    ] {
        let app = TestApp::open().await;
        app.set("codeteki", &[("ai.provider", "openai")]).await;
        app.people(&[ROBIN]).await;
        app.fault(fault.clone(), None);
        let run = app.run(DECIDE).await;
        app.run(SEND).await;
        let deal = app.deal(ROBIN).await;
        assert!(deal.deal.card.question.is_some(), "{fault:?}: nobody was asked: {run:?}");
        assert!(deal.emails.is_empty() && app.ledger().is_empty(), "{fault:?}: somebody else wrote the mail");
        let decision = &deal.decisions[0];
        assert_eq!(decision.action, "flag_for_review", "{fault:?}");
        assert_eq!(
            (decision.provider.as_str(), decision.trouble.is_some()),
            ("openai", true),
            "{fault:?}: {decision:?}"
        );
    }
}

#[tokio::test]
async fn a_model_that_knows_no_schema_is_asked_without() {
    for fault in [Fault::ModelSchemaRefused, Fault::ModelFenced] {
        let app = TestApp::open().await;
        app.set("codeteki", &[("ai.provider", "openai")]).await;
        app.people(&[ROBIN]).await;
        app.fault(fault.clone(), None);
        app.decide_and_send().await;
        assert_eq!(app.ledger().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_reply_is_kept_though_the_model_is_down() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("ai.provider", "openai")]).await;
    app.people(&[ROBIN]).await;
    app.decide_and_send().await;
    app.wait(HOUR);
    app.fault(Fault::ModelCut, None);
    app.answer(ROBIN, "Hm, that depends on a great many things over here.");
    let run = app.run(READ).await;
    assert!(run.error.unwrap().contains("waits for you"));
    let card = app.card(ROBIN).await;
    assert!(card.last_reply.is_some() && card.question.is_some() && card.next_action_at.is_none());
}
