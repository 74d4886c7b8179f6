//! The element and the frame open the same figure, with only what it depends on.

use rankscope_params::query;

use super::*;

const PAGE: &str = "https://example.org/rankscope/index.html";

/// The attributes of the element, as a browser reads them.
fn attributes(element: &str) -> Vec<(String, String)> {
    let (_, rest) = element.split_once("<rankscope-figure ").unwrap();
    let (tag, _) = rest.split_once(">\n").unwrap();
    let pairs = tag.split("\" ").map(|pair| pair.trim_end_matches('"'));
    let pairs = pairs.map(|pair| pair.split_once("=\"").unwrap());
    let read = |text: &str| text.replace("&quot;", "\"").replace("&amp;", "&");
    pairs
        .map(|(name, value)| (name.to_owned(), read(value)))
        .collect()
}

fn opened(query: &str) -> (Link, EmbedOptions) {
    let (link, notices) = query::read(query);
    assert_eq!(notices, []);
    let frame = EmbedOptions::of(&link).unwrap();
    (link, frame)
}

/// The query that the element opens, as `static/embed.js` makes it.
fn query_of(element: &str) -> String {
    let own = ["id", "class", "style", "title"];
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in attributes(element) {
        match name.as_str() {
            "exercise" => pairs.append_pair("id", &value),
            "figure" => pairs.append_pair("embed", &value),
            name if own.contains(&name) => continue,
            name => pairs.append_pair(name, &value),
        };
    }
    pairs.finish()
}

#[test]
fn the_element_and_the_iframe_open_the_same_figure() {
    for shared in [
        "alpha=8&pin_a=noise%3D0.2%26alpha%3D4",
        "view=exercises&id=elbow&alpha=8",
        "view=train&update=style&lr=0.01&ranks=2%2C4&noise=0.1",
        "view=start&r_low=9",
    ] {
        let (link, frame) = opened(shared);
        let (by_element, notices) = query::read(&query_of(&element(PAGE, &link, &frame)));
        assert_eq!(notices, [], "{shared}");
        assert_eq!(by_element, query::read(&frame.query(&link)).0, "{shared}");
    }
}

#[test]
fn a_figure_carries_only_what_it_depends_on() {
    let rest = "view=explore&script=lora&transformer=500&keep=0.8&steps=20&matrices=style&id=elbow";
    let (link, frame) = opened(&format!("{rest}&alpha=8&pin_b=noise%3D0.2"));
    assert_eq!(
        frame.query(&link),
        "alpha=8&embed=error&pin_b=noise%3D0.2&controls=alpha"
    );
    let (link, frame) = opened("view=exercises&id=elbow&transformer=500&keep=0.8");
    assert_eq!(frame.query(&link), "embed=exercise&id=elbow");
    let (link, frame) = opened("view=evidence&claim=alpha-2r&like_rate=one&transformer=30");
    assert_eq!(
        frame.query(&link),
        "like_rate=one&embed=claim&claim=alpha-2r"
    );
    let (link, frame) = opened("view=train&script=lora&lr=0.01");
    assert_eq!(frame.query(&link), "embed=train&lr=0.01");
}

#[test]
fn a_view_without_a_figure_of_its_own_offers_its_link_alone() {
    let tabs = |query: &str| Tab::offered(&query::read(query).0);
    assert_eq!(tabs("view=explore"), [Tab::Link, Tab::Picture, Tab::Embed]);
    assert_eq!(tabs(""), [Tab::Link, Tab::Picture, Tab::Embed]);
    assert_eq!(tabs("view=train"), [Tab::Link, Tab::Embed]);
    assert_eq!(tabs("view=exercises&id=elbow"), [Tab::Link, Tab::Embed]);
    assert_eq!(
        tabs("view=evidence&claim=alpha-2r"),
        [Tab::Link, Tab::Embed]
    );
    for query in [
        "view=exercises",
        "view=adapter",
        "view=evidence",
        "view=teach",
    ] {
        assert_eq!(tabs(query), [Tab::Link], "{query}");
    }
}

#[test]
fn code_names_the_folder_of_the_page_and_escapes_what_it_quotes() {
    let (link, frame) = opened("alpha=8");
    let element = element(PAGE, &link, &frame);
    assert!(
        element.contains("src=\"https://example.org/rankscope/embed.js\""),
        "{element}"
    );
    let iframe = iframe(PAGE, &link, &frame);
    assert!(
        iframe.contains("index.html?alpha=8&amp;embed=error&amp;controls=alpha\""),
        "{iframe}"
    );
}

#[test]
fn a_height_is_a_number_within_its_bounds() {
    for (typed, height) in [
        (f64::NAN, 560.0),
        (1.0, 200.0),
        (1e9, 2_000.0),
        (300.0, 300.0),
    ] {
        assert_eq!(EmbedOptions::nearest_height(typed), height);
    }
}
