// The charts of the report. Each entry of `charts` makes ECharts' options from the model and the
// colours of the style sheet; the tables in the page say the same.
(() => {
  const model = JSON.parse(document.getElementById('model').textContent);
  const escaped = echarts.format.encodeHTML;
  const grouped = (number) => number.toLocaleString('en-US');
  const counted = (number, one) => `${grouped(number)} ${one}${number === 1 ? '' : 's'}`;
  const rounded = (number) => (number == null ? '–' : grouped(Math.round(number * 100) / 100));
  const ROW = 26;
  const AXIS = 26;

  // as wide as the longest label, so that charts of the same rows stand on the same line
  const gutter = (labels) => 14 + 8 * Math.min(10, Math.max(0, ...labels.map((l) => [...l].length)));

  function valueAxis(style, more) {
    return {
      type: 'value',
      splitLine: { lineStyle: { color: style('line') } },
      axisLabel: { color: style('soft'), fontSize: 12, hideOverlap: true },
      ...more,
    };
  }

  function rowAxis(style, labels) {
    return {
      type: 'category',
      inverse: true,
      data: labels,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: style('soft'), fontSize: 13, width: gutter(labels) - 8, overflow: 'truncate', interval: 0 },
    };
  }

  /** What was read, flowing into what became of it. */
  function elements(style) {
    const [read, written, filtered, dead, outdated, deleted] = model.elements;
    const branches = [
      ['written', written, style('s2'), `${counted(model.rows, 'row')} in Cassandra`],
      ...(outdated ? [['outdated', outdated, style('s3'), 'a newer row is stored']] : []),
      ...(deleted ? [['deleted', deleted, style('s4'), 'their rows are gone']] : []),
      ['filtered', filtered, style('s1'), 'left out by the pipeline'],
      ['dead-lettered', dead, style('bad'), 'kept, with a reason'],
    ];
    const label = (name, count, detail) => ({
      formatter: count ? `{figure|${grouped(count)} ${name}}\n{detail|${detail}}` : `{none|0 ${name}}`,
      rich: {
        figure: { color: style('ink'), fontSize: 15, fontWeight: 650, lineHeight: 21 },
        none: { color: style('soft'), fontSize: 14, fontWeight: 600, opacity: 0.5 },
        detail: { color: style('soft'), fontSize: 13, lineHeight: 18 },
      },
    });
    return {
      height: 250,
      tooltip: { formatter: (at) => escaped(`${at.name.replace('read > ', '')}: ${grouped(at.value)}`) },
      series: {
        type: 'sankey',
        left: 96, right: 178, top: 10, bottom: 24,
        nodeWidth: 10, nodeGap: 44, layoutIterations: 0, draggable: false,
        emphasis: { disabled: true, focus: 'none' },
        lineStyle: { color: 'target', opacity: 0.28, curveness: 0.5 },
        itemStyle: { borderRadius: 2 },
        data: [
          { name: 'read', itemStyle: { color: style('soft') }, label: { position: 'left', align: 'right', ...label('read', read, 'from Kafka') } },
          ...branches.map(([name, count, color, detail]) => ({ name, depth: 1, itemStyle: { color }, label: label(name, count, detail) })),
        ],
        links: branches.filter(([, count]) => count > 0).map(([name, count]) => ({ source: 'read', target: name, value: count })),
      },
    };
  }

  /** A bar per nationality, stacked by gender, its total at the end. */
  function users(style) {
    const { genders, nationalities: rows } = model;
    const labels = rows.map((row) => row.label);
    const total = {
      type: 'bar', stack: 'all', silent: true, data: rows.map(() => 0), tooltip: { show: false },
      label: { show: true, position: 'right', color: style('ink'), fontWeight: 600, fontSize: 13, formatter: (at) => grouped(rows[at.dataIndex].count) },
    };
    return {
      height: rows.length * ROW + AXIS,
      grid: { left: gutter(labels), right: 52, top: 0, bottom: AXIS },
      xAxis: valueAxis(style, { minInterval: 1 }),
      yAxis: rowAxis(style, labels),
      tooltip: { formatter: (at) => escaped(`${at.name}, ${at.seriesName}: ${counted(at.value, 'user')}`) },
      series: [
        ...genders.map((gender, g) => ({
          type: 'bar', stack: 'all', name: gender.label, barWidth: 16,
          data: rows.map((row) => row.parts[g].count),
          itemStyle: { color: style(`s${g % 5}`), borderRadius: 3, borderColor: style('card'), borderWidth: 1 },
        })),
        total,
      ],
    };
  }

  /** Per nationality and gender: a line from the median to the 95th percentile, a dot at the mean. */
  function ages(style) {
    const { genders, nationalities: rows } = model;
    const labels = rows.map((row) => row.label);
    const values = rows.flatMap((row) => row.parts.flatMap((part) => [part.mean, part.p50, part.p95])).filter((value) => value != null);
    const lane = genders.length < 2 ? 0 : 18 / genders.length;
    const series = genders.map((gender, g) => {
      const color = style(`s${g % 5}`);
      const line = { stroke: color, lineWidth: 2, opacity: 0.75, lineCap: 'round' };
      return {
        type: 'custom', name: gender.label,
        encode: { x: [1, 2, 3], y: 0 },
        data: rows.map((row, r) => [r, row.parts[g].mean, row.parts[g].p50, row.parts[g].p95]),
        renderItem: (params, api) => {
          const { mean, p50, p95 } = rows[params.dataIndex].parts[g];
          const x = (value) => api.coord([value, params.dataIndex])[0];
          const y = api.coord([0, params.dataIndex])[1] + (g - (genders.length - 1) / 2) * lane;
          const children = [];
          if (p50 != null && p95 != null) {
            children.push({ type: 'line', shape: { x1: x(p50), x2: x(p95), y1: y, y2: y }, style: line });
            children.push({ type: 'line', shape: { x1: x(p50), x2: x(p50), y1: y - 4, y2: y + 4 }, style: line });
          }
          if (mean != null) {
            children.push({ type: 'circle', shape: { cx: x(mean), cy: y, r: 4.5 }, style: { fill: color, stroke: style('card'), lineWidth: 1.5 } });
          }
          return { type: 'group', children };
        },
      };
    });
    return {
      height: rows.length * ROW + AXIS,
      grid: { left: gutter(labels), right: 12, top: 0, bottom: AXIS },
      xAxis: valueAxis(style, { min: Math.floor(Math.min(100, ...values) / 10) * 10, max: Math.ceil(Math.max(0, ...values) / 10) * 10 }),
      yAxis: rowAxis(style, labels),
      tooltip: {
        formatter: (at) => {
          const { mean, p50, p95 } = rows[at.dataIndex].parts[at.seriesIndex];
          return escaped(`${labels[at.dataIndex]}, ${at.seriesName}: mean ${rounded(mean)}, median ${rounded(p50)}, 95th percentile ${rounded(p95)}`);
        },
      },
      series,
    };
  }

  /** A column per band, with its mean age below. */
  function ageBands(style) {
    const bands = model.ageBands;
    return {
      height: 230,
      grid: { left: 0, right: 0, top: 24, bottom: 46 },
      xAxis: {
        type: 'category',
        data: bands.map((band) => `${band.label}\nø ${band.mean == null ? '–' : band.mean.toFixed(1)}`),
        axisLine: { lineStyle: { color: style('line') } },
        axisTick: { show: false },
        axisLabel: { color: style('soft'), fontSize: 13, lineHeight: 18, interval: 0 },
      },
      yAxis: { type: 'value', show: false },
      tooltip: { formatter: (at) => escaped(`${bands[at.dataIndex].label}: ${counted(at.value, 'user')}`) },
      series: {
        type: 'bar', barMaxWidth: 64, barCategoryGap: '30%',
        data: bands.map((band) => band.count),
        itemStyle: { color: style('s0'), borderRadius: [4, 4, 0, 0] },
        label: { show: true, position: 'top', color: style('ink'), fontWeight: 600, fontSize: 13, formatter: (at) => grouped(at.value) },
      },
    };
  }

  /** Bars under their labels, for labels too long to stand beside them on a phone. */
  function ranked(style, bars) {
    const words = (labels, color, more) => ({
      type: 'category', inverse: true, data: labels,
      axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { inside: true, margin: 0, padding: [0, 0, 13, 0], verticalAlign: 'bottom', interval: 0, fontSize: 13, color, ...more },
    });
    return {
      height: bars.length * 36,
      grid: { left: 0, right: 0, top: 8, bottom: -8 },
      xAxis: { type: 'value', show: false, max: Math.max(1e-9, ...bars.map((bar) => bar.size)) },
      yAxis: [
        words(bars.map((bar) => bar.label), style('soft'), { width: 240, overflow: 'truncate' }),
        { ...words(bars.map((bar) => bar.text), style('ink'), { fontWeight: 600 }), position: 'right' },
      ],
      tooltip: { formatter: (at) => escaped(`${bars[at.dataIndex].label}: ${bars[at.dataIndex].text}`) },
      series: {
        type: 'bar', barWidth: 8, barMinHeight: 2,
        data: bars.map((bar) => bar.size),
        itemStyle: { color: style('s0'), borderRadius: 3 },
        showBackground: true,
        backgroundStyle: { color: style('track'), borderRadius: 3 },
      },
    };
  }

  // how much there is to draw
  const sizes = {
    elements: model.elements[0],
    users: model.nationalities.length,
    ages: model.nationalities.length,
    ageBands: model.ageBands.length,
    phases: model.phases.length,
    domains: model.domains.length,
  };
  const charts = {
    elements,
    users,
    ages,
    ageBands,
    phases: (style) => ranked(style, model.phases.map((phase) => ({ label: phase.name, size: phase.seconds, text: phase.time }))),
    domains: (style) => ranked(style, model.domains.map((domain) => ({ label: domain.label, size: domain.count, text: grouped(domain.count) }))),
  };

  function draw() {
    const page = getComputedStyle(document.documentElement);
    const style = (name) => page.getPropertyValue(`--${name}`).trim();
    const fontFamily = getComputedStyle(document.body).fontFamily;
    for (const [id, chart] of Object.entries(charts)) {
      const place = document.getElementById(id);
      place.hidden = sizes[id] === 0;
      if (place.hidden) continue;
      const { height, tooltip, ...option } = chart(style);
      place.style.height = `${height}px`;
      const drawn = echarts.getInstanceByDom(place) ?? echarts.init(place, null, { renderer: 'svg' });
      drawn.resize();
      drawn.setOption({
        animation: false,
        textStyle: { fontFamily },
        tooltip: {
          confine: true, padding: [6, 10],
          backgroundColor: style('card'), borderColor: style('line'),
          textStyle: { color: style('ink'), fontSize: 13 },
          ...tooltip,
        },
        ...option,
      }, true);
    }
  }

  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('resize', draw);
})();
