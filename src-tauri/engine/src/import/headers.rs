//! Which column goes where: the product's own names, the export headers of common programs, and what the person says.
//!
//! Case, spaces, `_`, `-`, quotes and a byte order mark do not matter.

use std::collections::BTreeMap;

use csv::StringRecord;
use domain::EmailAddress;
use domain::contact::ContactType;
use serde::{Deserialize, Serialize};

use super::error::ImportError;
use super::options::ImportOptions;

/// Where a column goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "ImportField")]
pub enum Field {
    /// The address; what makes a row a contact.
    Email,
    /// Full name.
    Name,
    /// Given name; joined with the last name where there is no full name.
    FirstName,
    /// Family name.
    LastName,
    /// Company.
    Company,
    /// Website.
    Website,
    /// Authority of the website, 0 to 100.
    DomainAuthority,
    /// Notes.
    Notes,
    /// Labels.
    Tags,
    /// Country, by code or by name.
    Country,
    /// IANA time zone.
    Timezone,
    /// On what ground they are written to.
    Basis,
    /// The evidence for it.
    BasisNote,
    /// Kept under its own header.
    Keep,
    /// Left out.
    Ignore,
}
domain::text_enum!(Field {
    Email = "email",
    Name = "name",
    FirstName = "first_name",
    LastName = "last_name",
    Company = "company",
    Website = "website",
    DomainAuthority = "domain_authority",
    Notes = "notes",
    Tags = "tags",
    Country = "country",
    Timezone = "timezone",
    Basis = "basis",
    BasisNote = "basis_note",
    Keep = "keep",
    Ignore = "ignore",
});

/// How a column came to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "ImportCertainty")]
pub enum Certainty {
    /// The person said so.
    Asked,
    /// The header is a known one.
    Known,
    /// Nobody knows the header.
    Unknown,
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export, rename = "ImportColumn")]
pub struct Column {
    /// Its header, as in the file.
    pub header: String,
    /// Where it goes.
    pub field: Field,
    /// How that came.
    pub certainty: Certainty,
    /// Its first value.
    pub first_value: String,
    /// For a header nobody knows: the field it may have been meant for.
    pub suggestion: Option<Field>,
}

/// Known headers without case, spaces and signs; of two columns for one field the earlier name here goes first, the other fills gaps.
const KNOWN: [(Field, &str); 13] = [
    (
        Field::Email,
        "email emailaddress contactemail primaryemail workemail businessemail emailwork personemailwork \
         personemail email1value email1 mail emailid contactemailaddress emailhome personemailhome emailother \
         personemailother email2address email2value email2 email3address email3value secondaryemail",
    ),
    (Field::Name, "name fullname contactname personname contactfullname contactperson contact"),
    (Field::FirstName, "firstname givenname forename personfirstname contactfirstname fname"),
    (Field::LastName, "lastname surname familyname personlastname contactlastname lname"),
    (
        Field::Company,
        "company companyname organization organisation business businessname organizationname organisationname \
         personorganization organization1name associatedcompany accountname employer",
    ),
    (
        Field::Website,
        "website websiteurl url domain webpage companywebsite companydomainname companydomain organizationwebsite \
         website1value domainname homepage site referringpageurl referringdomain businesshomepage personalwebpage",
    ),
    (
        Field::DomainAuthority,
        "domainauthority da dr authority domainrating domainratingdr ahrefsdr mozda authorityscore",
    ),
    (Field::Notes, "notes note comments description comment personnotes contactnotes"),
    (
        Field::Tags,
        "tags tag labels categories label category personlabel personlabels groupmembership lists contactlabels",
    ),
    (
        Field::Country,
        "country countryregion countrycode countryname contactcountry personcountry mailingcountry address1country \
         businesscountryregion businesscountry companycountry companycountryregion organizationcountry \
         organizationcountryofaddress homecountryregion homecountry address2country",
    ),
    (Field::Timezone, "timezone timezonename ianatimezone contacttimezone persontimezone hstimezone"),
    (
        Field::Basis,
        "basis legalbasis lawfulbasis consentbasis consenttype legalbasisforprocessingcontactsdata hslegalbasis",
    ),
    (
        Field::BasisNote,
        "basisnote consentnote consentsource consentevidence legalbasisexplanation legalbasisnote optinsource",
    ),
];

/// Known headers of lists of sites, as backlink tools export them: of a page and of a domain, of an authority, and of what a page links to.
const SITES: [(Field, &str); 3] = [
    (
        Field::Website,
        "referringpageurl sourceurl url pageurl page linkurl backlinkurl backlink rootdomain referringdomain domain domainname \
         linkingdomain sourcedomain website websiteurl site",
    ),
    (
        Field::DomainAuthority,
        "domainrating domainratingdr dr ahrefsdr domainascore authorityscore ascore pageascore domainauthority mozda da \
         sourcetrustflow trustflow tf authority",
    ),
    (Field::Keep, "targeturl linkto targetpage target"),
];

/// Where a header of a list of sites goes, and its rank among the names of the field.
fn known_of_sites(key: &str) -> Option<(Field, usize)> {
    SITES.iter().find_map(|(field, names)| Some((*field, names.split(' ').position(|name| name == key)?)))
}

/// A header without what does not matter.
pub(super) fn key(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where a known header goes, and its rank among the names of the field.
fn known(key: &str) -> Option<(Field, usize)> {
    KNOWN.iter().find_map(|(field, names)| Some((*field, names.split(' ').position(|name| name == key)?)))
}

/// Reads `Header=field`. Errors when there is no `=`, or no such field.
pub fn parse_mapping(text: &str) -> Result<(String, Field), ImportError> {
    // A header may hold the sign itself; a field never does.
    let (header, field) = text.rsplit_once('=').ok_or_else(|| ImportError::BadMapping(text.to_owned()))?;
    Ok((header.trim().to_owned(), field.trim().to_lowercase().replace(['-', ' '], "_").parse()?))
}

/// The record that is the header: the first with a column of addresses. Some programs write explanations above it, in fewer cells; below a
/// record as full as itself it is a row whose cells happen to say so.
pub(super) fn find(head: &[StringRecord], asked: &BTreeMap<String, Field>) -> Option<usize> {
    first_with(head, |cell| {
        known(&key(cell)).is_some_and(|(field, _)| field == Field::Email)
            || asked_field(cell, asked) == Some(Field::Email)
    })
}

/// The header of a list of sites: the first record with a column of pages or domains, where no column holds addresses.
pub(super) fn find_sites(head: &[StringRecord], asked: &BTreeMap<String, Field>) -> Option<usize> {
    if find(head, asked).is_some() {
        return None;
    }
    let at = first_with(head, |cell| match asked_field(cell, asked) {
        Some(field) => field == Field::Website,
        None => known_of_sites(&key(cell)).is_some_and(|(field, _)| field == Field::Website),
    })?;
    let header = head.get(at)?;
    let mistyped = header.iter().any(|cell| meant(&key(cell)) == Some(Field::Email));
    let unnamed = (0..header.len()).any(|place| holds_addresses(head.get(at + 1..).unwrap_or_default(), place));
    (!mistyped && !unnamed).then_some(at)
}

/// Whether most cells of a column are addresses, whatever it is called.
fn holds_addresses(rows: &[StringRecord], place: usize) -> bool {
    let cells: Vec<&str> =
        rows.iter().filter_map(|row| row.get(place)).filter(|cell| !cell.trim().is_empty()).collect();
    let addresses = cells.iter().filter(|cell| EmailAddress::parse(cell).is_ok()).count();
    addresses * 2 > cells.len()
}

fn first_with(head: &[StringRecord], named: impl Fn(&str) -> bool) -> Option<usize> {
    let at = head.iter().take(20).position(|record| record.iter().any(&named))?;
    let filled = |record: &StringRecord| record.iter().filter(|cell| !cell.trim().is_empty()).count();
    let explains = |record: &StringRecord| {
        head.get(at).is_some_and(|header| filled(record) < filled(header)) || record.as_slice().starts_with("sep=")
    };
    head.iter().take(at).all(explains).then_some(at)
}

fn asked_field(header: &str, asked: &BTreeMap<String, Field>) -> Option<Field> {
    asked
        .get(header)
        .copied()
        .or_else(|| asked.iter().find(|(name, _)| key(name) == key(header)).map(|(_, field)| *field))
}

/// The columns of a file and how a row is read.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// Place of the header among the records.
    pub(super) at: usize,
    pub(super) columns: Vec<Column>,
    /// The rows are sites, not people.
    pub(super) sites: bool,
}

/// Finds the header and says where each column goes. A list without addresses is one of sites if such are wanted.
pub(super) fn read(head: &[StringRecord], options: &ImportOptions) -> Result<Header, ImportError> {
    let asked = &options.map;
    if let Some(at) = find_sites(head, asked) {
        if options.kind != ContactType::BacklinkTarget {
            return Err(no_addresses(head, true));
        }
        return Ok(Header { at, columns: columns_of_sites(head, at, asked)?, sites: true });
    }
    let at = find(head, asked).ok_or_else(|| no_addresses(head, false))?;
    let columns = columns(head, at, asked, options.keep_unmapped)?;
    if columns.iter().any(|column| column.field == Field::Email) {
        Ok(Header { at, columns, sites: false })
    } else {
        Err(no_addresses(head, false))
    }
}

/// Where each column of a list of sites goes: a site, its authority, what it links to, or nowhere.
pub(super) fn columns_of_sites(
    head: &[StringRecord],
    at: usize,
    asked: &BTreeMap<String, Field>,
) -> Result<Vec<Column>, ImportError> {
    let mut columns = columns(head, at, asked, false)?;
    for column in columns.iter_mut().filter(|column| column.certainty != Certainty::Asked) {
        let known = known_of_sites(&key(&column.header)).map(|(field, _)| field);
        column.certainty = if known.is_some() { Certainty::Known } else { Certainty::Unknown };
        column.field = known.filter(|field| !asked.values().any(|taken| taken == field)).unwrap_or(Field::Ignore);
        column.suggestion = None;
    }
    Ok(columns)
}

/// The record that would be the header if a column of addresses were known: the first with more cells than one.
pub(super) fn likely(head: &[StringRecord]) -> usize {
    head.iter().position(|record| record.len() > 1).unwrap_or(0)
}

/// Where each column below the header `at` goes. Errors when a header that was asked for is not there.
pub(super) fn columns(
    head: &[StringRecord],
    at: usize,
    asked: &BTreeMap<String, Field>,
    keep: bool,
) -> Result<Vec<Column>, ImportError> {
    let record = head.get(at).cloned().unwrap_or_default();
    let shown: Vec<String> = record.iter().map(tidy).collect();
    if let Some(header) = asked.keys().find(|name| !shown.iter().any(|header| key(header) == key(name))) {
        return Err(ImportError::UnknownHeader { header: header.clone(), headers: shown });
    }
    // LinkedIn gives the person's profile under the name others give the website.
    let linkedin = shown.iter().any(|header| key(header) == "connectedon");
    let taken: Vec<Field> = asked.values().copied().collect();
    let columns = shown.into_iter().enumerate().map(|(at_column, header)| {
        let first_value = head
            .iter()
            .skip(at + 1)
            .filter_map(|row| row.get(at_column))
            .map(str::trim)
            .find(|value| !value.is_empty());
        let first_value = first_value.unwrap_or_default().chars().take(80).collect();
        let name = key(&header);
        let found =
            known(&name).map(|(field, _)| field).filter(|field| !(taken.contains(field) || linkedin && name == "url"));
        let (field, certainty) = match (asked_field(&header, asked), found) {
            (Some(field), _) => (field, Certainty::Asked),
            (None, Some(field)) => (field, Certainty::Known),
            (None, None) if keep => (Field::Keep, Certainty::Unknown),
            (None, None) => (Field::Ignore, Certainty::Unknown),
        };
        let suggestion = if certainty == Certainty::Unknown { meant(&name) } else { None };
        Column { header, field, certainty, first_value, suggestion }
    });
    Ok(columns.collect())
}

fn tidy(header: &str) -> String {
    header
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect()
}

fn no_addresses(head: &[StringRecord], sites: bool) -> ImportError {
    let first = head.iter().find(|record| record.len() > 1).or(head.first());
    let headers: Vec<String> = first.into_iter().flatten().map(tidy).collect();
    let hint = if sites {
        ". It looks like a list of sites: with the type backlink_target each becomes a prospect".to_owned()
    } else if headers.iter().any(|cell| EmailAddress::parse(cell).is_ok()) {
        ". The first row holds an address: put a row with the columns' names above it".to_owned()
    } else if let Some(header) = headers.iter().find(|header| meant(&key(header)) == Some(Field::Email)) {
        format!(". If “{header}” does, map it: \"{header}=email\"")
    } else {
        String::new()
    };
    ImportError::NoEmailColumn { headers, hint }
}

/// The field a mistyped header was meant for.
fn meant(key: &str) -> Option<Field> {
    let alike = |name: &str| strsim::normalized_damerau_levenshtein(key, name);
    let scores = KNOWN.iter().flat_map(|(field, names)| names.split(' ').map(|name| (*field, alike(name))));
    let best = scores.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (key.chars().count() > 3 && (0.75..1.0).contains(&best.1)).then_some(best.0)
}

/// The places of the columns of a field, the best name first.
pub(super) fn places(columns: &[Column], field: Field) -> Vec<usize> {
    ranked(columns, field, known)
}

/// As [`places`], by the names of lists of sites.
pub(super) fn places_of_sites(columns: &[Column], field: Field) -> Vec<usize> {
    ranked(columns, field, known_of_sites)
}

fn ranked(columns: &[Column], field: Field, known: impl Fn(&str) -> Option<(Field, usize)>) -> Vec<usize> {
    let mut places: Vec<usize> =
        columns.iter().enumerate().filter(|(_, column)| column.field == field).map(|(place, _)| place).collect();
    places.sort_by_key(|place| {
        columns.get(*place).and_then(|column| known(&key(&column.header))).map_or(0, |(_, rank)| rank)
    });
    places
}
