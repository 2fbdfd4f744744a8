"""Lessons: every step on the page, what it changes and gives back, its task, its link and its keys."""

from tests.browser.conftest import Modules

# The page's state without its views: every step is entered, shown to be done, and left.
BORROWING = """
    const {createActions} = await load("state/actions.js");
    const {createAtoms} = await load("state/atoms.js");
    const {createClient} = await load("api/client.js");
    const {createLessonsState} = await load("state/lessons.js");
    const {linkOf} = await load("state/url.js");
    const {createStorage} = await load("state/storage.js");
    const {LESSONS} = await load("lessons/index.js");
    const atoms = createAtoms();
    const memory = new Map();
    const kept = {getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void memory.set(key, value)};
    const actions = createActions(atoms, {client: createClient(), storage: createStorage(() => kept, atoms.borrowed.get), hands: {}});
    const {perform} = actions;
    const until = async (test) => {
        for (let i = 0; i < 2000; i++) {
            if (test()) return true;
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        return false;
    };
    const live = () => atoms.answered.get()?.revision === atoms.revision.get() && atoms.answered.get()?.trace.response.model === atoms.chosen.get();
    actions.start();
    const lessons = createLessonsState({...actions.outside, network: () => ({})});
    await until(() => live() && atoms.samples.get());
    for (const intent of argument) perform(intent);
    await until(() => live() && atoms.expected.get() === null);
    const CHANGING = ["answered", "painted", "revision", "weights", "fetchingWeights", "raster", "model"];
    const stateNow = () => new Map(Object.entries(atoms).filter(([name]) => !CHANGING.includes(name)).map(([name, {get}]) => [name, get()]));
    const pixels = () => atoms.raster.get().pixels.join();
    const troubles = [];
    for (const lesson of LESSONS) {
        for (const [i, step] of lesson.steps.entries()) {
            const name = `${lesson.name}/${i + 1}`;
            const [state, link, ink, texts] = [stateNow(), linkOf(atoms), pixels(), JSON.stringify([...memory].filter(([key]) => !key.endsWith("lessons")))];
            perform({type: "lesson", name: lesson.name});
            perform({type: "turn", step: i + 1});
            if (!await until(() => lessons.entered.get() === step && live())) troubles.push(`${name} is not entered`);
            lessons.show();
            if (!await until(lessons.isDone)) troubles.push(`${name} is not done`);
            perform({type: "lesson", name: null});
            if (!await until(() => live() && atoms.borrowed.get().size === 0)) troubles.push(`${name} keeps ${[...atoms.borrowed.get().keys()]}`);
            const now = stateNow();
            const changed = [...state].filter(([key, value]) => key !== "borrowed" && !Object.is(value, now.get(key))).map(([key]) => key);
            if (changed.length) troubles.push(`${name} changes ${changed}`);
            if (linkOf(atoms) !== link) troubles.push(`${name} changes the link to ${linkOf(atoms)}`);
            if (pixels() !== ink) troubles.push(`${name} changes the ink`);
            if (JSON.stringify([...memory].filter(([key]) => !key.endsWith("lessons"))) !== texts) troubles.push(`${name} changes what is kept`);
        }
    }
    return {troubles, count: LESSONS.flatMap(({steps}) => steps).length, failure: atoms.failure.get()?.error.message ?? null};
"""


def test_every_step_gives_back_what_it_changed(modules: Modules) -> None:
    """Each step is entered, its task is done by what is shown, and left: every piece of state is the same object as before, and so are link, ink and what is kept."""
    intents = [
        {"type": "sample", "index": 30},
        {"type": "preprocess", "preprocess": "none"},
        {"type": "folds", "layers": ["fc2"]},
        {"type": "zoom", "zoom": {"factor": 1.23456789, "sceneX": 100.0000001, "sceneY": 90}},
        {"type": "pin", "unit": {"layer": "conv2", "index": [3, 4, 5]}},
        {"type": "range", "range": "layer"},
    ]
    told = modules.run(BORROWING, intents)
    assert told["troubles"] == []
    assert told["failure"] is None
