//! The document before any script: headline, first sentence, navigation, and Start's picture at the
//! defaults, made by the same code that the page draws them with.
//!
//! The heat maps are masks, as PNGs of a few shades, over areas in the style sheet's colours, so that one
//! picture serves the light theme and the dark.

use std::fmt::Write as _;
use std::io::{Error, Result};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rankscope_app::mast::{self, BARS, FOOT};
use rankscope_app::start::maps::Heat;
use rankscope_app::start::words::{self, Kept};
use rankscope_app::start::{HeroMaps, job};
use rankscope_chart::energy::EnergyPicture;
use rankscope_chart::{escape_markup, heat};
use rankscope_engine::protocol::Answer;
use rankscope_params::number::Format;
use rankscope_params::{Params, Update, View};
use rankscope_sim::{Spectra, directions, simulate};

/// What it takes the place of in `index.html`, as written there and as Trunk shortens it.
const PLACES: [&str; 2] = [
    "<div id=\"first-screen\"></div>",
    "<div id=first-screen></div>",
];
/// Shades of a heat map on either side of zero: a picture for a second, which every visit loads.
const SHADES: u8 = 3;

/// The page with its first screen in it.
pub(crate) fn inserted(page: &str) -> Result<String> {
    let place = PLACES.into_iter().find(|place| page.contains(place));
    let place =
        place.ok_or_else(|| Error::other("index.html has no place for the first screen"))?;
    Ok(page.replacen(place, &first_screen()?, 1))
}

fn first_screen() -> Result<String> {
    let params = Params::default();
    let update = params.update();
    let spectra = simulate(&update, &mut |_| ()).map_err(Error::other)?;
    let both = directions::directions(&update, &mut |_| ()).map_err(Error::other)?;
    let answer = Rc::new((job(&params), Answer::Directions(both)));
    let rank = params.reading().rank_low;
    let maps = HeroMaps::of(&answer, rank).ok_or_else(|| Error::other("no heat maps"))?;
    Ok(format!(
        "<div id=\"first-screen\">{}<main>{}</main></div>",
        masthead(rank, params.max_rank()),
        hero(&params, &spectra, &maps)?,
    ))
}

/// As `src/ui/mast.rs` has it.
fn masthead(rank: usize, largest: usize) -> String {
    let kept = mast::bars_kept(rank, largest);
    let mut bars = String::new();
    for (number, (x, y)) in BARS.into_iter().enumerate() {
        let class = if number < kept { "" } else { " class=\"lost\"" };
        let height = FOOT - y;
        let _ = write!(
            bars,
            "<rect{class} x=\"{x}\" y=\"{y}\" width=\"3\" height=\"{height}\" rx=\"0.6\"/>"
        );
    }
    let mut links = String::new();
    for view in View::LISTED {
        let (name, label) = (view.name(), view.label());
        let (href, current) = if view == View::Start {
            ("?".to_owned(), " aria-current=\"page\"")
        } else {
            (format!("?view={name}"), "")
        };
        let _ = match mast::after_label(view) {
            "" => write!(links, "<a href=\"{href}\"{current}>{label}</a>"),
            unseen => write!(
                links,
                "<a href=\"{href}\"{current}>{label}<span class=\"unseen\">{unseen}</span></a>"
            ),
        };
    }
    format!(
        "<header class=\"mast\"><div class=\"mast-in\"><a class=\"word\" href=\"?\">\
         <svg class=\"mark\" viewBox=\"0 0 28 28\" aria-hidden=\"true\">{bars}\
         <g transform=\"translate({:.1} 0)\"><path d=\"M0 1v26\"/><circle cy=\"25\" r=\"3\"/></g></svg>\
         <span>{}</span></a><nav aria-label=\"Views\">{links}</nav>\
         <button id=\"open-share\" type=\"button\" disabled><svg viewBox=\"0 0 20 20\" aria-hidden=\"true\">\
         <path d=\"M10 12.5V2.5M6.5 5.5 10 2l3.5 3.5M4 9.5v7.5h12V9.5\"/></svg>{}</button></div></header>",
        mast::cut(kept),
        words::PROJECT,
        mast::SHARE,
    )
}

/// As `src/ui/start/hero.rs` has it.
fn hero(params: &Params, spectra: &Spectra, maps: &HeroMaps) -> Result<String> {
    let rank = params.reading().rank_low;
    let update = params.update();
    let Kept {
        style,
        joint,
        facts,
    } = words::kept(spectra, rank);
    let value = |share: Option<f64>| Format::Exact.write(100.0 * share.unwrap_or_default());
    let (of_style, of_facts) = (
        value(spectra.style.energy(rank)),
        value(spectra.facts.energy(rank)),
    );
    let picture = EnergyPicture {
        spectra,
        rank,
        shape: (update.rows, update.columns),
        invites: false,
    };
    let label = escape_markup(&words::chart_label(Some(spectra), rank));
    Ok(format!(
        "<section class=\"hero\"><h1>{}<span class=\"scrub\">{rank}</span><br> keeps \
         <span class=\"style\" data-column=\"style\" data-value=\"{of_style}\">{style}</span> {joint} \
         <span class=\"facts\" data-column=\"facts\" data-value=\"{of_facts}\">{facts}</span>.</h1>\
         <p class=\"lede\">{} <span class=\"more\">{}</span><b>{}</b></p>\
         <div class=\"card instrument\" id=\"still\"><div class=\"maps\">{}</div>\
         <div class=\"reading\"><p class=\"reading-head\"><b>{}</b>{}</p><div class=\"energy\">\
         <svg class=\"energy-plot\" role=\"img\" aria-label=\"{label}\"><g>{}</g></svg>\
         <svg class=\"energy-rule\" aria-hidden=\"true\"><g>{}</g></svg></div></div></div>\
         <p class=\"onward\"><span id=\"starting\">{}</span><span>After <a href=\"{}\">{}</a>, {}</span></p>\
         <noscript><p class=\"notices\">{}</p></noscript></section>",
        words::HEADLINE,
        words::WHAT,
        words::built(params, Some(spectra)),
        words::size(params, rank),
        maps_of(params, spectra, maps)?,
        words::ENERGY,
        words::ENERGY_NOTE,
        picture.plot(),
        picture.rule(),
        words::STARTING,
        words::ARTICLE_ADDRESS,
        words::ARTICLE,
        words::ARTICLE_SOURCE,
        words::NO_SCRIPT,
    ))
}

fn maps_of(params: &Params, spectra: &Spectra, maps: &HeroMaps) -> Result<String> {
    let rank = params.reading().rank_low;
    let mut html = String::new();
    for (column, head) in words::MAP_HEADS.into_iter().enumerate() {
        let gap = if column > 0 { "<span></span>" } else { "" };
        let rank = match column {
            1 => format!("<b>{rank}</b>"),
            _ => String::new(),
        };
        let _ = write!(html, "{gap}<span class=\"map-head\">{head}{rank}</span>");
    }
    let rows = [
        (Update::Style, &spectra.style, " first-row"),
        (Update::Facts, &spectra.facts, ""),
    ];
    for (update, spectrum, class) in rows {
        let name = update.name();
        for (column, map) in maps.row(update).into_iter().enumerate() {
            if column > 0 {
                let sign = if column == 1 { "=" } else { "+" };
                let _ = write!(
                    html,
                    "<span class=\"op\" aria-hidden=\"true\">{sign}</span>"
                );
            }
            let label = words::map_label(update, column, rank, Some(spectrum));
            html.push_str(&still(&map, &format!("{name}-{column}"), name, &label)?);
        }
        let share = spectrum.energy(rank).unwrap_or_default();
        let shares = [1.0, share, 1.0 - share];
        let captions = words::captions(update, params, spectrum, rank);
        for (column, ([first, rest], share)) in captions.into_iter().zip(shares).enumerate() {
            let gap = if column > 0 { "<span></span>" } else { "" };
            let colored = if column < 2 { name } else { "" };
            let width = 100.0 * share;
            let _ = write!(
                html,
                "{gap}<p class=\"cap{class}\"><svg class=\"meter {name}\" aria-hidden=\"true\">\
                 <rect width=\"{width:.2}%\" height=\"100%\"/></svg>\
                 <b class=\"{colored}\">{first}</b><small>{rest}</small></p>"
            );
        }
    }
    Ok(html)
}

/// A heat map as two masked areas: what is above zero in the update's colour, what is below in ink.
fn still(map: &Heat<'_>, id: &str, name: &str, label: &str) -> Result<String> {
    let (rows, columns) = (map.rows, map.columns);
    let mut svg = format!(
        "<svg class=\"map\" viewBox=\"0 0 {columns} {rows}\" role=\"img\" aria-label=\"{}\">",
        escape_markup(label)
    );
    for (side, sign) in [("above", 1.0), ("below", -1.0)] {
        let shades = map.cells.iter().map(|cell| {
            let share = heat::share(sign * cell, map.range);
            (share * f32::from(SHADES)).round() as u8
        });
        let png = STANDARD.encode(mask(columns, rows, shades)?);
        let _ = write!(
            svg,
            "<mask id=\"{side}-{id}\"><image href=\"data:image/png;base64,{png}\" width=\"{columns}\" height=\"{rows}\"/></mask>\
             <rect class=\"{side} {name}\" width=\"{columns}\" height=\"{rows}\" mask=\"url(#{side}-{id})\"/>"
        );
    }
    svg.push_str("</svg>");
    Ok(svg)
}

/// A grey PNG of two bits a pixel: shades from none to [`SHADES`].
fn mask(columns: usize, rows: usize, shades: impl Iterator<Item = u8>) -> Result<Vec<u8>> {
    let shades: Vec<u8> = shades.collect();
    // The first pixel in the highest bits.
    let pack = |four: &[u8]| {
        let bits = four
            .iter()
            .zip([6, 4, 2, 0])
            .map(|(shade, bit)| shade << bit);
        bits.fold(0, |byte, bits| byte | bits)
    };
    let packed = shades
        .chunks(columns.max(1))
        .flat_map(|row| row.chunks(4).map(pack));
    let packed: Vec<u8> = packed.collect();
    let side = |length: usize| u32::try_from(length).map_err(Error::other);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side(columns)?, side(rows)?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Two);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().map_err(Error::other)?;
    writer.write_image_data(&packed).map_err(Error::other)?;
    writer.finish().map_err(Error::other)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_say_what_it_is_with_the_article_s_numbers() {
        let page = inserted("<body><div id=\"first-screen\"></div></body>").unwrap();
        let (_, heading) = page.split_once("<h1>").unwrap();
        assert!(
            heading.starts_with("Of two simulated updates, rank "),
            "{heading}"
        );
        for part in [
            "99.2\u{202f}% of style",
            "14.9\u{202f}% of facts",
            "MarkTechPost",
            "id=\"still\"",
        ] {
            assert!(page.contains(part), "{part}");
        }
        assert_eq!(page.matches("<mask").count(), 12);
        assert!(
            !page.contains("style=\""),
            "the policy allows no style attributes"
        );
        assert!(page.len() < 32 * 1024, "{} bytes", page.len());
    }

    #[test]
    fn a_page_without_a_place_for_it_is_an_error() {
        assert!(inserted("<body></body>").is_err());
    }

    #[test]
    fn a_mask_is_read_back_as_it_was() {
        let shades = [0, 1, 2, 3, 3, 2, 1, 0, 0, 3];
        let file = mask(5, 2, shades.into_iter()).unwrap();
        let decoder = png::Decoder::new(std::io::Cursor::new(file));
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut bytes).unwrap();
        assert_eq!(bytes, [0b0001_1011, 0b1100_0000, 0b1001_0000, 0b1100_0000]);
    }
}
