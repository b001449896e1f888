package dev.rollcall.cli.demo.report;

/**
 * A scale with round steps.
 *
 * @param from its lowest value
 * @param to its highest
 * @param step between two lines
 */
record SvgScale(double from, double to, double step) {

  private static final int MOST_STEPS = 6;

  /** That holds both values, in at most seven steps of 1, 2 or 5 times a power of ten. */
  static SvgScale over(double low, double high) {
    double span = Math.max(high - low, 1);
    double step = Math.pow(10, Math.floor(Math.log10(span / MOST_STEPS)));
    double rough = span / MOST_STEPS / step;
    step *= rough <= 1 ? 1 : rough <= 2 ? 2 : rough <= 5 ? 5 : 10;
    step = Math.max(1, step);
    double from = Math.floor(low / step) * step;
    double to = Math.max(from + step, Math.ceil(high / step) * step);
    return new SvgScale(from, to, step);
  }

  /** Where a value stands, from 0 to 1. */
  double place(double value) {
    return Math.max(0, Math.min(1, (value - from) / (to - from)));
  }

  int steps() {
    return (int) Math.round((to - from) / step);
  }

  double at(int i) {
    return from + i * step;
  }
}
