//! One record of a list of sites as a prospect: finds the site, its authority and what it links to, and says in words why a record has none.

use std::collections::BTreeSet;

use csv::StringRecord;
use domain::prospect::{NoSite, read_site, site_of};
use store::imports::sites::IncomingSite;
use store::prospects::LISTED;

use super::headers::{self, Column, Field};
use super::read::Record;
use super::row::{AUTHORITY_IGNORED, Reject, authority, broken, first, known, line};

/// Most characters of an address that are kept.
const LONGEST_ADDRESS: usize = 2_000;

/// Which columns say what about a site.
#[derive(Debug)]
pub(super) struct SiteLayout {
    width: usize,
    sites: Vec<usize>,
    authority: Vec<usize>,
    authority_source: &'static str,
    target: Vec<usize>,
    /// Our own sites.
    own: BTreeSet<String>,
}

/// What a record is.
pub(super) enum Read {
    /// A site, and what had to be left out of it.
    Site(IncomingSite, Vec<&'static str>),
    Empty,
    Rejected(Reject),
}

impl SiteLayout {
    pub(super) fn of(columns: &[Column], own: BTreeSet<String>) -> Self {
        let target = headers::places_of_sites(columns, Field::Keep);
        let mut authority = headers::places_of_sites(columns, Field::DomainAuthority);
        // Of several measures one counts, so that who says it is said truly.
        authority.truncate(1);
        Self {
            width: columns.len(),
            sites: headers::places_of_sites(columns, Field::Website),
            authority_source: authority_source(columns, authority.first().copied()),
            authority,
            target,
            own,
        }
    }

    /// Judges a record; `row` is its number.
    pub(super) fn read(&self, record: &Record<'_>, row: u32) -> Read {
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Read::Empty;
        }
        match broken(record, self.width).map_or_else(|| self.site(record.cells), Err) {
            Ok((site, page)) => self.prospect(record, row, site, page),
            Err(reject) => Read::Rejected(reject),
        }
    }

    /// The site of the first cell that names one, and that cell.
    fn site(&self, cells: &StringRecord) -> Result<(String, String), Reject> {
        let mut why = None;
        for place in &self.sites {
            let cell = line(first(cells, &[*place]));
            if cell.is_empty() {
                continue;
            }
            match read_site(&cell) {
                Ok(site) if self.own.contains(&site) => return Err(Reject::OwnSite(site)),
                Ok(site) => return Ok((site, cell)),
                Err(NoSite::IpAddress) => why = why.or(Some(Reject::IpAddress(short(&cell)))),
                Err(NoSite::NotOne) => why = why.or(Some(Reject::NoSite(short(&cell)))),
            }
        }
        Err(why.unwrap_or(Reject::NoSite(String::new())))
    }

    fn prospect(&self, record: &Record<'_>, row: u32, site: String, page: String) -> Read {
        let mut left_out = Vec::new();
        let given = first(record.cells, &self.authority);
        let authority = known(given, authority, AUTHORITY_IGNORED, &mut left_out);
        let is_page = page.contains('/') && page.len() <= LONGEST_ADDRESS;
        let page = match page.split_once("://") {
            _ if !is_page => format!("https://{site}/"),
            Some(_) => page,
            None => format!("https://{}", page.trim_start_matches('/')),
        };
        let rival = line(first(record.cells, &self.target));
        let theirs = site_of(&rival).is_some_and(|target| target != site && !self.own.contains(&target));
        let rival = (theirs && rival.len() <= LONGEST_ADDRESS).then_some(rival);
        let authority_source = self.authority_source;
        Read::Site(IncomingSite { row, line: record.line, site, page, authority, authority_source, rival }, left_out)
    }

    /// The cell that should name a site as it stands in the file, for showing.
    pub(super) fn shown(&self, cells: &StringRecord) -> [String; 3] {
        [short(&line(first(cells, &self.sites))), String::new(), String::new()]
    }
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Who says the authority: the program, by the names of its columns, and its measure.
fn authority_source(columns: &[Column], place: Option<usize>) -> &'static str {
    let key = |column: &Column| headers::key(&column.header);
    let has = |names: &[&str]| columns.iter().any(|column| names.contains(&key(column).as_str()));
    let measure = place.and_then(|place| columns.get(place)).map(key).unwrap_or_default();
    match measure.as_str() {
        "domainrating" | "domainratingdr" | "dr" | "ahrefsdr" => "Ahrefs DR",
        "domainascore" | "authorityscore" | "ascore" => "Semrush AS",
        "pageascore" => "Semrush page AS",
        "mozda" => "Moz DA",
        "domainauthority" | "da" if has(&["pageauthority", "pa", "spamscore", "rootdomain"]) => "Moz DA",
        "sourcetrustflow" | "trustflow" | "tf" => "Majestic TF",
        _ => LISTED,
    }
}
