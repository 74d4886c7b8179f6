//! The page's controls, used as a reader uses them: with a mouse and a keyboard.

use std::time::Duration;

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::key::Key;
use rankscope_params::{Kind, Numeric, SETTINGS};
use serde_json::{Value, json};

use super::Page;

/// Stops of the mouse on its way.
const STOPS: u32 = 6;
/// Time between two of them.
const PACE: Duration = Duration::from_millis(15);
/// How often the hand may take hold again, when the thumb is not as wide as thought.
const CORRECTIONS: u32 = 3;
/// The most arrow keys a value should be away after dragging.
const PRESSES: u32 = 60;

/// Where a slider is on the screen, and what it says. Positions are in its own scale.
struct Slider {
    left: f64,
    width: f64,
    /// How wide its thumb is, whose centre travels the rest.
    thumb: f64,
    middle: f64,
    smallest: f64,
    largest: f64,
    step: f64,
    position: f64,
}

impl Slider {
    fn pixels_per_unit(&self) -> f64 {
        (self.width - self.thumb) / (self.largest - self.smallest)
    }

    /// Where on the screen the thumb's centre is, for a position.
    fn screen(&self, position: f64) -> f64 {
        self.left + self.thumb / 2.0 + (position - self.smallest) * self.pixels_per_unit()
    }

    /// How near a hand can bring it: a pixel and a half, or a step.
    fn within_reach(&self) -> f64 {
        self.step.max(1.5 / self.pixels_per_unit())
    }

    /// The mouse on its way along the slider. The screen has whole pixels.
    fn moved_to(&self, x: f64) -> PointerAction {
        PointerAction::MoveTo {
            duration: Some(PACE),
            x: x.round(),
            y: self.middle.round(),
        }
    }
}

/// The slider's position for a value: powers of two on a logarithmic scale.
fn position(name: &str, value: f64) -> f64 {
    numeric(name).position(value)
}

fn numeric(name: &str) -> &'static Numeric {
    let row = SETTINGS.iter().find(|row| row.name == name);
    match row.map(|row| &row.kind) {
        Some(Kind::Number(numeric)) => numeric,
        _ => panic!("no number is called {name}"),
    }
}

impl Page {
    /// Drags a slider's thumb to a value, or to the nearest one that a pixel can mean.
    ///
    /// Returns the value it landed on, which the field shows too.
    pub(crate) async fn drag(&self, name: &str, value: f64) -> f64 {
        self.drag_through(name, &[value]).await;
        let target = position(name, value);
        for _ in 0..CORRECTIONS {
            let slider = self.slider(name).await;
            if (target - slider.position).abs() <= slider.within_reach() {
                break;
            }
            self.drag_through(name, &[value]).await;
        }
        let slider = self.slider(name).await;
        assert!(
            (target - slider.position).abs() <= slider.within_reach(),
            "{name} was dragged to {target} and stands at {}",
            slider.position
        );
        self.shown_by_both(name).await
    }

    /// Takes hold of a slider's thumb, moves it to one value after the other, and lets it go.
    ///
    /// `ChromeDriver` forgets that a thumb is held when its actions come in two commands, so this
    /// is one.
    pub(crate) async fn drag_through(&self, name: &str, values: &[f64]) {
        let slider = self.slider(name).await;
        let mut from = slider.screen(slider.position);
        let mut hand = vec![
            slider.moved_to(from),
            PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            },
        ];
        for &value in values {
            let to = slider.screen(position(name, value).clamp(slider.smallest, slider.largest));
            let stops = (1..=STOPS).map(|stop| f64::from(stop) / f64::from(STOPS));
            hand.extend(stops.map(|share| slider.moved_to(from + (to - from) * share)));
            from = to;
        }
        hand.push(PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        });
        self.mouse(hand).await;
    }

    /// Drags a slider near a value, then reaches it with the arrow keys.
    pub(crate) async fn drag_exactly(&self, name: &str, value: f64) {
        self.drag(name, value).await;
        let target = position(name, value);
        for _ in 0..PRESSES {
            let slider = self.slider(name).await;
            let steps = ((target - slider.position) / slider.step).round();
            if steps == 0.0 {
                break;
            }
            let key = if steps > 0.0 { Key::Right } else { Key::Left };
            self.press_key(name, key).await;
        }
        let landed = self.shown_by_both(name).await;
        assert!(
            (landed - value).abs() < 1e-9,
            "{name} is {landed}, not {value}"
        );
    }

    /// Presses a key on a slider.
    pub(crate) async fn press_key(&self, name: &str, key: Key) {
        self.press_key_often(name, key, 1).await;
    }

    /// Presses a key on a slider this many times in a row, with no time between.
    pub(crate) async fn press_key_often(&self, name: &str, key: Key, times: usize) {
        self.unfold(&format!("#slider-{name}")).await;
        let focus = "document.querySelector(arguments[0]).focus();";
        self.script(focus, vec![json!(format!("#slider-{name}"))])
            .await;
        self.keys(std::iter::repeat_n(key.into(), times)).await;
    }

    /// Presses a key, wherever the focus is.
    pub(crate) async fn presses(&self, key: Key) {
        self.keys([key.into()]).await;
    }

    /// Replaces what stands in a number field, and commits it with Enter.
    pub(crate) async fn type_in(&self, name: &str, text: &str) {
        self.type_without_enter(name, text).await;
        self.keys([Key::Enter.into()]).await;
    }

    /// Replaces what stands in a number field, and leaves it there.
    pub(crate) async fn type_without_enter(&self, name: &str, text: &str) {
        self.write(&format!("#field-{name}"), text).await;
    }

    /// Replaces what stands in any field, once it is there.
    pub(crate) async fn write(&self, field: &str, text: &str) {
        self.unfold(field).await;
        let select = format!(
            "const field = document.querySelector('{field}');
             field?.focus();
             field?.select();
             return !!field;"
        );
        self.waits_until(field, &select).await;
        self.keys(text.chars()).await;
    }

    /// Leaves the field that is being edited, by the Tab key.
    pub(crate) async fn leaves_field(&self) {
        self.keys([Key::Tab.into()]).await;
    }

    /// Presses the button that gives a parameter its default back.
    pub(crate) async fn reset(&self, name: &str) {
        self.click(&format!("#reset-{name}")).await;
    }

    /// The number a parameter's field shows; NaN while it shows none.
    pub(crate) async fn field(&self, name: &str) -> f64 {
        let script = "return document.querySelector(arguments[0]).value;";
        let value = self
            .script(script, vec![json!(format!("#field-{name}"))])
            .await;
        value.as_str().unwrap().parse().unwrap_or(f64::NAN)
    }

    /// Waits until slider and field agree on a value, and returns it.
    pub(crate) async fn shown_by_both(&self, name: &str) -> f64 {
        let agree = async || {
            let (slider, field) = (self.slider(name).await, self.field(name).await);
            // A value between two steps moves the thumb to the nearer one.
            let apart = (position(name, field) - slider.position).abs();
            (apart <= slider.step * 0.51).then_some(field)
        };
        self.wait_for(&format!("slider and field of {name} to agree"), agree)
            .await
    }

    async fn slider(&self, name: &str) -> Slider {
        self.unfold(&format!("#slider-{name}")).await;
        let script = "
            const slider = document.querySelector(arguments[0]);
            const place = () => slider.getBoundingClientRect();
            const middle = ({ left, width, top, height }) => [left + width / 2, top + height / 2];
            if (document.elementFromPoint(...middle(place())) !== slider) {
                slider.scrollIntoView({ block: 'center', behavior: 'instant' });
            }
            const { left, width, top, height } = place();
            const numbers = ['min', 'max', 'step', 'value'].map(name => Number(slider[name]));
            return [left, width, top + height / 2, ...numbers];";
        let numbers = self
            .script(script, vec![json!(format!("#slider-{name}"))])
            .await;
        let numbers: Vec<f64> = numbers
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_f64)
            .collect();
        let [left, width, middle, smallest, largest, step, position] = numbers[..] else {
            panic!("the slider of {name} has no place or no range: {numbers:?}");
        };
        Slider {
            left,
            width,
            thumb: self.engine.thumb(),
            middle,
            smallest,
            largest,
            step,
            position,
        }
    }

    async fn mouse(&self, actions: impl IntoIterator<Item = PointerAction>) {
        let hand = actions
            .into_iter()
            .fold(MouseActions::new("mouse".into()), InputSource::then);
        self.client.perform_actions(hand).await.unwrap();
        self.next_frame().await;
    }

    async fn keys(&self, keys: impl IntoIterator<Item = char>) {
        let presses = keys
            .into_iter()
            .flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        let hand = presses.fold(KeyActions::new("keyboard".into()), InputSource::then);
        self.client.perform_actions(hand).await.unwrap();
        self.next_frame().await;
    }
}
