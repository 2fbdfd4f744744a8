/** A view that is rendered only when something that it shows has changed: most frames of a stroke change the ink alone. */

/**
 * @template {object} Props
 * @param {import("../intents.js").View<Props>} view
 * @returns {import("../intents.js").View<Props>}
 */
export function sparing({ render, destroy }) {
  /** @type {{props: Props | null}} */
  const shown = { props: null };
  return {
    render(props) {
      const before = shown.props;
      shown.props = props;
      const names = /** @type {(keyof Props)[]} */ (Object.keys(props));
      if (!before || names.some((name) => !Object.is(props[name], before[name]))) render(props);
    },
    destroy,
  };
}
