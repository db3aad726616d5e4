//! Twenty small sites of strangers, for reading: blogs, a magazine, a council, shops, other languages, broken markup, and pages that try to
//! give orders. What is true of each is told in the tests that read them.

/// A page: its host, its path, its bytes and its content type.
pub type Page = (&'static str, &'static str, &'static [u8], &'static str);

const UTF_8: &str = "text/html; charset=utf-8";

/// A page that is a file beside this one.
macro_rules! page {
    ($host:literal, $path:literal, $file:literal) => {
        page!($host, $path, $file, UTF_8)
    };
    ($host:literal, $path:literal, $file:literal, $kind:expr) => {
        ($host, $path, include_bytes!($file).as_slice(), $kind)
    };
}

/// Every page of the twenty sites, the first of a site before its others.
pub fn catalogue() -> Vec<Page> {
    vec![
        page!("ryeshelf.example", "/", "ryeshelf/home.html"),
        page!("ryeshelf.example", "/write-for-us/", "ryeshelf/write_for_us.html"),
        page!("ryeshelf.example", "/contact/", "ryeshelf/contact.html"),
        page!("potandvine.example", "/", "potandvine/home.html"),
        page!("potandvine.example", "/contact/", "potandvine/contact.html"),
        page!("ledgerlane.example", "/", "ledgerlane/home.html"),
        page!("ledgerlane.example", "/p/contact.html", "ledgerlane/contact.html"),
        page!("coastalreview.example", "/", "coastalreview/home.html"),
        page!("coastalreview.example", "/contribute/guidelines", "coastalreview/guidelines.html"),
        page!("coastalreview.example", "/contact", "coastalreview/contact.html"),
        page!("wattleford.example", "/", "wattleford/home.html"),
        page!("wattleford.example", "/contact-us", "wattleford/contact.html"),
        page!("blueteapot.example", "/", "blueteapot/home.html"),
        page!("blueteapot.example", "/pages/contact", "blueteapot/contact.html"),
        page!("sundaysoup.example", "/", "sundaysoup/home.html"),
        page!("sundaysoup.example", "/about", "sundaysoup/about.html"),
        page!("kraeutergarten.example", "/", "kraeutergarten/home.html"),
        page!("kraeutergarten.example", "/impressum", "kraeutergarten/impressum.html"),
        page!("kraeutergarten.example", "/gastbeitrag", "kraeutergarten/gastbeitrag.html"),
        page!("chaikitab.example", "/", "chaikitab/home.html"),
        page!("chaikitab.example", "/contact", "chaikitab/contact.html"),
        page!("fieldnotes.example", "/", "fieldnotes/home.html"),
        page!("fieldnotes.example", "/about", "fieldnotes/about.html"),
        page!("brokenoven.example", "/", "brokenoven/home.html"),
        page!("brokenoven.example", "/category/repairs", "brokenoven/repairs.html"),
        page!("cafealtona.example", "/", "cafealtona/home.html", "text/html; charset=windows-1252"),
        page!("cafealtona.example", "/contact", "cafealtona/contact.html", "text/html; charset=windows-1252"),
        page!("promptgarden.example", "/", "promptgarden/home.html"),
        page!("promptgarden.example", "/about", "promptgarden/about.html"),
        page!("papertrails.example", "/", "papertrails/home.html"),
        page!("papertrails.example", "/contact", "papertrails/contact.html"),
        page!("handyhub.example", "/", "handyhub/home.html"),
        page!("handyhub.example", "/contact", "handyhub/contact.html"),
        page!("empty.example", "/", "empty/home.html"),
        page!("parkedname.example", "/", "parked/home.html"),
        page!("smallbizdigest.example", "/", "smallbizdigest/home.html"),
        page!("smallbizdigest.example", "/write-for-us", "smallbizdigest/write_for_us.html"),
        page!("toolroundup.example", "/", "toolroundup/home.html"),
        page!("toolroundup.example", "/guest-post-guidelines", "toolroundup/guidelines.html"),
        page!("trailsandtents.example", "/", "trailsandtents/home.html"),
        page!("trailsandtents.example", "/about", "trailsandtents/about.html"),
    ]
}
