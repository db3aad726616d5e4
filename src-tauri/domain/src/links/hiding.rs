//! Whether an element, by its own markup, is kept from readers' eyes. Stylesheets are not read: what cannot be told counts as shown.

use std::collections::HashMap;

use scraper::node::Element;

/// Further out of its place than this, in pixels, nothing is on a screen.
const OFF_SCREEN: f32 = -500.0;

/// What an element inherits of its ancestors' markup.
#[derive(Debug, Clone, Default)]
pub(super) struct Veil {
    /// Hidden with everything in it, and how.
    gone: Option<&'static str>,
    /// Not painted; what is in it may be painted again.
    invisible: bool,
    /// In letters of no size; what is in it may have a size again.
    tiny: bool,
    /// The colour behind it, if its own markup or its parent's says so.
    behind: Option<String>,
    /// Said of letters that have the colour of what is behind them.
    camouflaged: bool,
}

impl Veil {
    /// Everything in it is hidden, for this reason.
    pub(super) fn of(reason: &'static str) -> Self {
        Self { gone: Some(reason), ..Self::default() }
    }

    /// How it is hidden.
    pub(super) fn reason(&self) -> Option<&'static str> {
        let soft = [
            (self.invisible, "it is made invisible (visibility)"),
            (self.tiny, "its letters have no size"),
            (self.camouflaged, "its letters have the colour of what is behind them"),
        ];
        self.gone.or_else(|| soft.into_iter().find_map(|(is, reason)| is.then_some(reason)))
    }

    /// The veil over an element below this one.
    pub(super) fn below(&self, element: &Element) -> Self {
        let style = element.attr("style").map(declarations).unwrap_or_default();
        let mut veil = Self {
            gone: self.gone.or_else(|| by_markup(element)).or_else(|| by_style(&style)),
            invisible: self.invisible,
            tiny: self.tiny,
            behind: None,
            camouflaged: self.camouflaged,
        };
        let has = |name: &str| style.get(name).map(String::as_str);
        if let Some(visibility) = has("visibility") {
            veil.invisible = matches!(visibility, "hidden" | "collapse");
        }
        if let Some(size) = has("font-size") {
            veil.tiny = if size.ends_with(['m', '%']) { self.tiny } else { false };
            veil.tiny |= number(size).is_some_and(|size| size == 0.0) || pixels(size).is_some_and(|size| size <= 1.0);
        }
        let own = has("background-color").or(has("background")).or(element.attr("bgcolor")).and_then(colour);
        let letters = has("color").or(element.attr("color")).and_then(colour);
        if let Some(letters) = letters {
            let behind = own.as_ref().or(self.behind.as_ref());
            veil.camouflaged = letters == "transparent" || behind.is_some_and(|behind| *behind == letters);
        } else if element.name() == "a" {
            // A link has a colour of its own.
            veil.camouflaged = false;
        }
        veil.behind = own;
        veil
    }
}

fn by_markup(element: &Element) -> Option<&'static str> {
    if element.attr("hidden").is_some() {
        return Some("it is marked as hidden");
    }
    (element.name() == "dialog" && element.attr("open").is_none()).then_some("it stands in a closed dialog")
}

fn by_style(style: &HashMap<String, String>) -> Option<&'static str> {
    let has = |name: &str| style.get(name).map(String::as_str);
    let is = |name: &str, wanted: &str| has(name) == Some(wanted);
    let far = |name: &str| has(name).and_then(pixels).is_some_and(|at| at <= OFF_SCREEN);
    if is("display", "none") {
        return Some("it is not displayed (display: none)");
    }
    if is("content-visibility", "hidden") {
        return Some("it is made invisible (content-visibility)");
    }
    if has("opacity").and_then(number).is_some_and(|opacity| opacity < 0.05) {
        return Some("it is transparent (opacity)");
    }
    let placed = matches!(has("position"), Some("absolute" | "fixed" | "relative"));
    let off = placed && ["left", "top", "right", "bottom", "inset"].iter().any(|side| far(side));
    let margin = ["margin-left", "margin-top", "text-indent"].iter().any(|side| far(side));
    let moved = has("transform").is_some_and(moves_away);
    if off || margin || moved {
        return Some("it is moved off the screen");
    }
    let cut = matches!(has("overflow").or(has("overflow-x")).or(has("overflow-y")), Some("hidden" | "clip"));
    let sides = ["width", "height", "max-width", "max-height"];
    if cut && sides.iter().any(|side| has(side).and_then(pixels).is_some_and(|size| size <= 1.0)) {
        return Some("it has no size");
    }
    let clipped = has("clip").is_some_and(|clip| clip.starts_with("rect(0") || clip.starts_with("rect(1px"))
        || has("clip-path")
            .is_some_and(|path| ["inset(50%", "inset(100%", "circle(0"].iter().any(|cut| path.starts_with(cut)));
    clipped.then_some("it is cut away")
}

fn moves_away(transform: &str) -> bool {
    let mut steps = transform.split(')').filter_map(|step| step.split_once('('));
    steps.any(|(name, values)| {
        let mut values = values.split(',');
        match name.trim() {
            name if name.starts_with("translate") => {
                values.any(|value| pixels(value.trim()).is_some_and(|at| at <= OFF_SCREEN))
            }
            "scale" | "scalex" | "scaley" => values.any(|value| number(value.trim()) == Some(0.0)),
            _ => false,
        }
    })
}

/// The declarations of a style attribute; the last of a name counts.
fn declarations(style: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.to_ascii_lowercase();
        let value = value.trim_end().strip_suffix("!important").unwrap_or(&value);
        found.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
    }
    found
}

/// A length in pixels; one without a unit counts as such, and relative ones by a letter of 16 pixels. Shares of something unknown are none.
fn pixels(value: &str) -> Option<f32> {
    let value = value.split_whitespace().next()?;
    let unit_at = value.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(value.len());
    let (digits, unit) = value.split_at_checked(unit_at)?;
    let size: f32 = digits.parse().ok()?;
    match unit {
        "" | "px" => Some(size),
        "em" | "rem" | "ex" | "ch" => Some(size * 16.0),
        "pt" => Some(size * 4.0 / 3.0),
        "vw" | "vh" => Some(size * 10.0),
        "%" if size <= -100.0 => Some(size * 10.0),
        _ => (size == 0.0).then_some(0.0),
    }
}

/// The number at the start of a value, a share as a part of one.
fn number(value: &str) -> Option<f32> {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let number: f32 = digits.parse().ok()?;
    Some(if value.ends_with('%') { number / 100.0 } else { number })
}

/// A colour in one spelling; `None` for what is none, or has a picture with it.
fn colour(value: &str) -> Option<String> {
    let value: String = value.trim().to_ascii_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(hex) = value.strip_prefix('#') {
        let wide = |hex: &str| hex.chars().flat_map(|digit| [digit, digit]).collect::<String>();
        return match hex.len() {
            3 => Some(format!("#{}", wide(hex))),
            6 => Some(value.clone()),
            _ => None,
        };
    }
    if let Some(inside) = value.strip_prefix("rgb").and_then(|rest| rest.trim_start_matches('a').strip_prefix('(')) {
        let parts: Vec<&str> = inside.trim_end_matches(')').split(',').collect();
        let alpha = parts.get(3).map_or(1.0, |alpha| alpha.parse::<f32>().unwrap_or(1.0));
        if alpha == 0.0 {
            return Some("transparent".to_owned());
        }
        let channels: Option<Vec<u8>> = parts.iter().take(3).map(|part| part.parse().ok()).collect();
        return channels
            .filter(|channels| channels.len() == 3 && alpha == 1.0)
            .map(|channels| channels.iter().fold("#".to_owned(), |text, channel| text + &format!("{channel:02x}")));
    }
    match value.as_str() {
        "white" => Some("#ffffff".to_owned()),
        "black" => Some("#000000".to_owned()),
        "transparent" => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("display:none", true)]
    #[case("DISPLAY : None !important", true)]
    #[case("display:none;display:inline", false)]
    #[case("opacity:0", true)]
    #[case("opacity: 0%", true)]
    #[case("opacity:.5", false)]
    #[case("position:absolute;left:-9999px", true)]
    #[case("position:absolute;left:-10px", false)]
    #[case("left:-9999px", false)]
    #[case("text-indent:-9999px", true)]
    #[case("margin-left:-200em", true)]
    #[case("transform:translateX(-9999px)", true)]
    #[case("transform:scale(0)", true)]
    #[case("transform:rotate(3deg)", false)]
    #[case("height:0;overflow:hidden", true)]
    #[case("height:0", false)]
    #[case("width:1px;height:1px;overflow:hidden", true)]
    #[case("clip:rect(0,0,0,0);position:absolute", true)]
    #[case("clip-path:inset(50%)", true)]
    #[case("overflow:hidden;width:100%", false)]
    #[case("top:-9999%;position:fixed", true)]
    #[case(":;;x", false)]
    fn styles_hide(#[case] style: &str, #[case] hides: bool) {
        assert_eq!(by_style(&declarations(style)).is_some(), hides);
    }

    #[rstest]
    #[case("#FFF", Some("#ffffff"))]
    #[case("rgb(255, 255, 255)", Some("#ffffff"))]
    #[case("rgba(1,2,3,0)", Some("transparent"))]
    #[case("rgba(1,2,3,0.5)", None)]
    #[case("url(x.png) white", None)]
    fn colours_have_one_spelling(#[case] value: &str, #[case] read: Option<&str>) {
        assert_eq!(colour(value).as_deref(), read);
    }
}
