//! The board's filter, its stretches, and how SQLite walks a long column.

use super::*;
use crate::views::board::{Filter, Next, Stretch};

/// Six people in two stages, each with something of its own.
async fn six(world: &World, conn: &mut Connection) {
    for n in 1..=4 {
        world.deal(conn, n, &format!("p{n}@ex.com"), 0, DealStatus::Active).await;
    }
    world.deal(conn, 5, "p5@ex.com", 0, DealStatus::Paused).await;
    world.deal(conn, 6, "p6@ex.com", 0, DealStatus::Lost).await;
    world.mail(conn, 2, "p2@ex.com", EmailState::AwaitingApproval).await;
    change(conn, 1, |deal| {
        deal.next_action_at = Some(NOW.plus_seconds(-60));
        deal.last_sent_at = Some(NOW);
        deal.last_reply_at = Some(NOW.plus_seconds(1));
    })
    .await;
    change(conn, 3, |deal| {
        deal.question = Some("Price?".to_owned());
        deal.next_action_at = Some(NOW.plus_seconds(600));
    })
    .await;
    crate::deals::set_score(conn, deal_id(4), 70, &[]).await.unwrap();
    crate::deals::set_score(conn, deal_id(5), 60, &[]).await.unwrap();
}

async fn change(conn: &mut Connection, n: u8, how: impl FnOnce(&mut Deal)) {
    let mut deal = crate::deals::find(conn, deal_id(n)).await.unwrap().unwrap();
    how(&mut deal);
    crate::deals::save(conn, &[deal], NOW.plus_seconds(i64::from(n))).await.unwrap();
}

#[tokio::test]
async fn cards_counts_and_sums_are_filtered_alike() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    six(&world, &mut conn).await;
    let all = Filter::default();
    let text = |text: &str| Filter { text: text.to_owned(), ..all.clone() };
    let next = |next| Filter { next: Some(next), ..all.clone() };
    let cases = [
        (all.clone(), vec![5, 4, 3, 2, 1]),
        (Filter { statuses: vec![DealStatus::Lost, DealStatus::Paused], ..all.clone() }, vec![6, 5]),
        (Filter { tags: vec!["VIP".to_owned(), "other".to_owned()], ..all.clone() }, vec![5, 4, 3, 2, 1]),
        (Filter { tags: vec!["other".to_owned()], ..all.clone() }, vec![]),
        (Filter { score_from: Some(60), ..all.clone() }, vec![5, 4]),
        (Filter { needs_person: true, ..all.clone() }, vec![3, 2]),
        (Filter { replied: true, ..all.clone() }, vec![1]),
        (next(Next::Before(NOW)), vec![1]),
        (next(Next::Within(NOW, NOW.plus_seconds(3_600))), vec![3]),
        (next(Next::Nothing), vec![4]),
        (text("pers zur"), vec![5, 4, 3, 2, 1]),
        (text("p4@ex.com"), vec![4]),
        (text("  "), vec![5, 4, 3, 2, 1]),
        (text("\" OR *"), vec![]),
        (text("--"), vec![]),
        (Filter { score_from: Some(60), ..text("p5") }, vec![5]),
    ];
    for (filter, expected) in cases {
        let cards = board::cards(&mut conn, Stretch::Beginnings(world.pipeline), &filter, 10).await.unwrap();
        let ids: Vec<_> = cards.iter().map(|card| card.id).collect();
        assert_eq!(ids, expected.iter().map(|n| deal_id(*n)).collect::<Vec<_>>(), "{filter:?}");
        let sums = board::sums(&mut conn, world.pipeline, &filter).await.unwrap();
        let count: u32 = sums.iter().map(|sum| sum.count).sum();
        let value: i64 = sums.iter().map(|sum| sum.value_cents).sum();
        assert_eq!(count as usize, expected.len(), "{filter:?}");
        assert_eq!(value, expected.iter().map(|n| i64::from(*n) * 100).sum::<i64>(), "{filter:?}");
    }
    assert_eq!(board::count_needing(&mut conn, world.brand, world.pipeline).await.unwrap(), 2);
    let tags = board::tags(&mut conn, world.pipeline, 10).await.unwrap();
    assert_eq!(tags.iter().map(|one| (one.tag.as_str(), one.count)).collect::<Vec<_>>(), [("vip", 5)]);
}

#[tokio::test]
async fn a_long_column_is_read_in_stretches_that_meet() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    for n in 1..=9 {
        world.deal(&mut conn, n, &format!("p{n}@ex.com"), 0, DealStatus::Active).await;
        // All of one import: only the order of the rows tells them apart.
        let mut deal = crate::deals::find(&mut conn, deal_id(n)).await.unwrap().unwrap();
        deal.value_cents = 0;
        crate::deals::save(&mut conn, &[deal], NOW).await.unwrap();
    }
    let mut seen = Vec::new();
    for from in [0, 4, 8, 12] {
        let cards = board::cards(&mut conn, Stretch::After(stage(0), from), &Filter::default(), 4).await.unwrap();
        seen.extend(cards.into_iter().map(|card| card.id));
    }
    assert_eq!(seen, (1..=9).rev().map(deal_id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_board_without_a_filter_reads_one_index_and_sorts_nothing_long() {
    let world = world().await;
    let mut conn = world.store.read().await.unwrap();
    let none = Filter::default();
    let sums = plan(&mut conn, board::sums_query(world.pipeline, &none)).await;
    assert!(sums.contains("SEARCH x USING COVERING INDEX deals_by_stage (stage_id=?)"), "{sums}");
    assert!(!sums.contains("USE TEMP B-TREE"), "{sums}");
    let cards = plan(&mut conn, board::cards_query(Stretch::After(stage(0), 19_000), &none, 40)).await;
    assert!(cards.contains("SEARCH x USING COVERING INDEX deals_by_stage (stage_id=?)"), "{cards}");
    assert_eq!(cards.matches("USE TEMP B-TREE").count(), 1, "only the cards that are found are sorted:\n{cards}");
}

#[tokio::test]
async fn a_saved_view_gives_way_to_another_of_its_name() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    let view = |name: &str, filter: &str| crate::saved_views::SavedView { name: name.into(), filter: filter.into() };
    for (seconds, view) in [(1, view("Hot", "{}")), (2, view("Cold", "{}")), (3, view("Hot", "[]"))] {
        crate::saved_views::save(&mut conn, "board", &view, NOW.plus_seconds(seconds)).await.unwrap();
    }
    let kept = crate::saved_views::list(&mut conn, "board").await.unwrap();
    assert_eq!(kept, [view("Hot", "[]"), view("Cold", "{}")]);
    assert!(crate::saved_views::list(&mut conn, "contacts").await.unwrap().is_empty());
    assert!(crate::saved_views::remove(&mut conn, "board", "Hot").await.unwrap());
    assert!(!crate::saved_views::remove(&mut conn, "board", "Hot").await.unwrap());
}

#[tokio::test]
async fn a_move_that_is_put_back_leaves_no_stay_behind() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    world.deal(&mut conn, 1, "p1@ex.com", 0, DealStatus::Active).await;
    let before = crate::deals::find(&mut conn, deal_id(1)).await.unwrap().unwrap();
    let since = crate::deals::stage_since(&mut conn, before.id).await.unwrap();
    let moved = Deal { stage: stage(1), ..before.clone() };
    crate::deals::overrule(&mut conn, &moved, NOW.plus_seconds(10)).await.unwrap();
    let back = Deal { fence: before.fence + 1, ..before };
    crate::deals::put_back(&mut conn, &back, stage(1), since, NOW.plus_seconds(20)).await.unwrap();
    assert_eq!(crate::deals::stage_since(&mut conn, back.id).await.unwrap(), since);
    let stays = Query::new("SELECT count(*) AS n FROM stage_stays").build().fetch_one(&mut *conn).await.unwrap();
    assert_eq!(stays.count("n").unwrap(), 0);
}
