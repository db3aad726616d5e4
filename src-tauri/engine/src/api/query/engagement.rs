//! What was done with mails, as rows for people.

use domain::engagement::Label;
use store::engagement::{Seen, Whose};
use store::views::analytics::SeenSum;
use store::{Connection, StoreError};

use crate::api::wire::{EngagementRow, EngagementSum};

pub(super) async fn of(conn: &mut Connection, whose: Whose) -> Result<Vec<EngagementRow>, StoreError> {
    Ok(store::engagement::of(conn, whose).await?.into_iter().map(row).collect())
}

fn row(seen: Seen) -> EngagementRow {
    let Seen { email, kind, nature, by, address, first_at, last_at, times } = seen;
    let said = Label { nature, by }.words(kind).to_owned();
    EngagementRow { email_id: email, kind, nature, by, said, address, first_at, last_at, times }
}

impl From<SeenSum> for EngagementSum {
    fn from(SeenSum { kind, nature, by, mails }: SeenSum) -> Self {
        Self { kind, nature, by, said: Label { nature, by }.words(kind).to_owned(), mails }
    }
}
