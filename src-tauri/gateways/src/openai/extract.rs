//! Finds the one JSON object in what a model wrote around it. Never completes what was cut, never chooses between two.

use serde_json::Value;

/// The object; `None` if there is none, more than one, or one that is not complete.
pub(super) fn object(text: &str) -> Option<Value> {
    let text = after_thinking(text)?.trim();
    parse(text).or_else(|| only_object(text))
}

/// What follows a block of thoughts. Some servers drop the opening mark; thoughts that do not end have no answer.
fn after_thinking(text: &str) -> Option<&str> {
    match text.rsplit_once("</think>") {
        Some((thoughts, answer)) if !opens_object(thoughts) => Some(answer),
        Some(_) => Some(text),
        None => (!text.trim_start().starts_with("<think>")).then_some(text),
    }
}

/// A `</think>` inside the object itself is text like any other.
fn opens_object(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(Value::is_object)
}

/// The only balanced `{…}` that parses. Braces are matched from the outside in, so that a part of a cut object is never
/// taken for the whole.
fn only_object(text: &str) -> Option<Value> {
    let mut found = None;
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let candidate = rest.get(start..)?;
        // Without an end this is a cut object, and so is whatever looks whole inside it.
        let end = balanced(candidate)?;
        let (block, after) = candidate.split_at(end);
        if let Some(value) = parse(block) {
            if found.is_some() {
                return None;
            }
            found = Some(value);
        }
        rest = after;
    }
    found
}

/// Where the block that `text` begins with ends, or `None`. Braces inside strings do not count.
fn balanced(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(r#"{"a":1}"#)]
    #[case("  \n{\"a\":1}\n")]
    #[case("```json\n{\"a\":1}\n```")]
    #[case("```\n{\"a\":1}\n```\nHope this helps.")]
    #[case("<think>maybe {\"a\":2}?</think>{\"a\":1}")]
    #[case("maybe {\"a\":2}?</think>\n{\"a\":1}")]
    #[case("Here it is, {name}: {\"a\":1} Bye.")]
    fn finds_the_object(#[case] text: &str) {
        assert_eq!(object(text), Some(json!({"a": 1})));
    }

    #[rstest]
    #[case("")]
    #[case("no")]
    #[case("[1]")]
    #[case("{\"a\":1")]
    #[case("{\"a\":{\"b\":1},")]
    #[case("```json\n{\"a\":{\"b\":1}")]
    #[case("{\"a\":1} {\"a\":2}")]
    #[case("<think>{\"a\":1}")]
    fn refuses_what_is_cut_or_doubled(#[case] text: &str) {
        assert_eq!(object(text), None);
    }

    #[test]
    fn braces_and_marks_inside_strings_are_text() {
        let value = json!({"body": "a } b { \" </think> c"});
        assert_eq!(object(&value.to_string()), Some(value.clone()));
    }

    proptest! {
        #[test]
        fn no_beginning_of_an_object_is_taken_for_one(body in "[a-z{}\"\\\\ ]{0,30}", inner in 0_u8..9, cut in 1_usize..60) {
            let text = json!({"first": {"second": inner}, "body": body}).to_string();
            let end = text.len().saturating_sub(cut).max(1);
            prop_assert_eq!(object(&text[..end]), None);
            prop_assert!(object(&text).is_some());
        }

        #[test]
        fn any_text_can_be_read(text in "\\PC{0,120}") {
            let _ = object(&text);
        }
    }
}
