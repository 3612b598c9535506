// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The picture: nothing overlaps, nothing runs through a box, and every graph can be drawn.

use std::collections::HashSet;

use proptest::prelude::*;

use super::{
    layout::{LABEL_SIZE, Path, Rect, SMALL_SIZE, Step, WIDEST_TEXT, layout, text},
    *,
};

fn node(id: &str, group: Option<&str>) -> Node {
    Node {
        id: id.to_owned(),
        label: id.to_owned(),
        sublabel: "Component".to_owned(),
        kind: NodeKind::Control,
        areas: group.map(|group| Area::AddressSpace(group.to_owned())).into_iter().collect(),
        ports: Vec::new(),
    }
}

fn edge(label: &str, kind: EdgeKind, from: (&str, &str), to: (&str, &str)) -> Edge {
    Edge {
        id: format!("{label}:{}.{}", from.0, from.1),
        from: End::new(from.0, from.1),
        to: End::new(to.0, to.1),
        label: label.to_owned(),
        connector: "seL4RPCCall".to_owned(),
        kind,
    }
}

fn graph(nodes: &[&str], edges: &[(&str, &str)]) -> Graph {
    let edges = edges.iter().enumerate().map(|(index, (from, to))| {
        let kind = EdgeKind::ALL[index % 4];
        edge(&format!("conn{index}"), kind, (from, &format!("out{index}")), (to, &format!("in{index}")))
    });
    Graph { title: "test".to_owned(), nodes: nodes.iter().map(|id| node(id, None)).collect(), edges: edges.collect() }
}

/// Seventeen instances, thirty-seven connections, in three address spaces of their own and two shared ones.
fn appliance() -> Graph {
    let names: Vec<_> = (0..17).map(|index| format!("instance_{index}")).collect();
    let nodes = names.iter().enumerate().map(|(index, name)| {
        let group = match index {
            2..=5 => Some("storage"),
            9..=13 => Some("network"),
            _ => None,
        };
        node(name, group)
    });
    let edges = (0..37).map(|index: usize| {
        let (from, to) = (&names[index * 7 % 17], &names[(index * index + 3) % 17]);
        let kind = EdgeKind::ALL[index % 4];
        edge(&format!("connection_{index}"), kind, (from, &format!("p{}", index % 5)), (to, &format!("q{}", index % 3)))
    });
    Graph { title: "appliance".to_owned(), nodes: nodes.collect(), edges: edges.collect() }
}

/// Points along a line, close enough that none of the boxes fits between two.
fn points(path: &Path) -> Vec<(i64, i64)> {
    let mut points = vec![path.start];
    for step in &path.steps {
        let start = points.last().copied().unwrap_or_default();
        let controls = match *step {
            Step::Line(x, y) => [start, (x, y), (x, y)],
            Step::Curve(controls) => controls,
        };
        points.extend((1..=64).map(|t| bezier(start, controls, t)));
    }
    points
}

fn bezier(start: (i64, i64), [a, b, end]: [(i64, i64); 3], t: i64) -> (i64, i64) {
    let s = 64 - t;
    let at = |start: i64, a: i64, b: i64, end: i64| {
        (s * s * s * start + 3 * s * s * t * a + 3 * s * t * t * b + t * t * t * end) / (64 * 64 * 64)
    };
    (at(start.0, a.0, b.0, end.0), at(start.1, a.1, b.1, end.1))
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

fn inside(rect: Rect, (x, y): (i64, i64)) -> bool {
    x > rect.x && x < rect.x + rect.width && y > rect.y && y < rect.y + rect.height
}

/// Everything that must hold for the picture of any graph.
fn check(graph: &Graph) {
    let picture = layout(graph);
    let boxes: Vec<_> = picture.nodes.iter().map(|node| node.rect).collect();
    let mut labels = Vec::new();
    for line in &picture.lines {
        let Some((x, y)) = line.label else { continue };
        let label = text::fitted(&graph.edges[line.edge].label, SMALL_SIZE, WIDEST_TEXT);
        let width = text::width(&label, SMALL_SIZE);
        labels.push(Rect { x: x - width / 2, y: y - 9, width, height: 12 });
    }
    let solid: Vec<_> = boxes.iter().chain(&labels).copied().collect();
    for (index, first) in solid.iter().enumerate() {
        for second in &solid[index + 1..] {
            assert!(!overlap(*first, *second), "{first:?} and {second:?} overlap");
        }
        assert!(first.x >= 0 && first.y >= -2, "{first:?} is outside the picture");
        assert!(first.x + first.width <= picture.width && first.y + first.height <= picture.height + 8);
    }
    for line in &picture.lines {
        for point in points(&line.path) {
            for rect in &boxes {
                assert!(!inside(*rect, point), "{} runs through {rect:?} at {point:?}", graph.edges[line.edge].id);
            }
        }
        let ends = [line.path.start, line.path.end()];
        assert!(ends.iter().all(|(x, y)| {
            picture
                .nodes
                .iter()
                .flat_map(|node| node.ports.iter().map(move |port| (node.rect, port)))
                .any(|(rect, port)| port.y == *y && (*x == rect.x || *x == rect.x + rect.width))
        }));
    }
    for node in &picture.nodes {
        let areas = &graph.nodes[node.node].areas;
        for area in &picture.groups {
            let within = overlap(area.rect, node.rect);
            assert_eq!(within, areas.contains(&area.area), "{} and {:?}", graph.nodes[node.node].id, area.area);
        }
        let title = text::width(&text::fitted(&graph.nodes[node.node].label, LABEL_SIZE, WIDEST_TEXT), LABEL_SIZE);
        assert!(title <= node.rect.width);
    }
    check_svg(graph);
}

fn check_svg(graph: &Graph) {
    let svg = to_svg(graph);
    assert_eq!(svg, to_svg(&graph.clone()), "the same graph gives the same bytes");
    let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let attributes = |name: &str| -> Vec<String> {
        document.descendants().filter_map(|node| node.attribute(name)).map(str::to_owned).collect()
    };
    let known: HashSet<_> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(attributes("data-node").len(), known.len());
    let drawn = |edge: &&Edge| known.contains(edge.from.node.as_str()) && known.contains(edge.to.node.as_str());
    assert_eq!(attributes("data-edge").len(), graph.edges.iter().filter(drawn).count());
    assert!(attributes("d").iter().all(|data| !data.contains("NaN") && !data.contains('.')));
}

#[test]
fn nothing_at_all() {
    check(&Graph::default());
}

#[test]
fn one_instance_without_interfaces() {
    check(&graph(&["hello"], &[]));
}

#[test]
fn three_instances_in_both_directions() {
    check(&graph(&["client", "server", "timer"], &[("client", "server"), ("server", "client"), ("server", "timer")]));
}

#[test]
fn an_appliance_with_shared_address_spaces() {
    let graph = appliance();
    assert_eq!((graph.nodes.len(), graph.edges.len()), (17, 37));
    check(&graph);
}

#[test]
fn cycles_loops_parallels_and_islands() {
    check(&graph(
        &["a", "b", "c", "d", "e"],
        &[("a", "b"), ("b", "c"), ("c", "a"), ("a", "a"), ("a", "a"), ("a", "b"), ("a", "b"), ("d", "d")],
    ));
}

#[test]
fn parallel_connections_are_straight() {
    let graph = graph(&["a", "b"], &[("a", "b"), ("a", "b"), ("a", "b"), ("a", "b")]);
    for line in layout(&graph).lines {
        assert!(line.path.steps.iter().all(|step| matches!(step, Step::Line(..))), "{:?}", line.path);
    }
}

#[test]
fn a_connection_with_many_ends_is_named_once() {
    let mut graph = graph(&["a", "b", "c"], &[]);
    for from in ["a", "b"] {
        graph.edges.push(edge("bus", EdgeKind::Event, (from, "ev"), ("c", "ev")));
    }
    let svg = to_svg(&graph);
    assert_eq!(svg.matches(">bus</text>").count(), 1);
    let ends: Vec<_> = layout(&graph).lines.iter().map(|line| line.path.end()).collect();
    assert_eq!(ends[0], ends[1], "both meet at one interface");
}

#[test]
fn a_turned_line_points_back() {
    let graph = graph(&["a", "b"], &[("a", "b"), ("b", "a")]);
    let picture = layout(&graph);
    let (there, back) = (&picture.lines[0], &picture.lines[1]);
    assert!(there.path.start.0 < there.path.end().0);
    assert!(back.path.start.0 > back.path.end().0);
}

#[test]
fn ends_of_unknown_nodes_and_second_nodes_of_one_id_are_left_out() {
    let mut graph = graph(&["a", "b"], &[("a", "gone"), ("a", "b")]);
    graph.nodes.push(node("a", Some("second")));
    let picture = layout(&graph);
    assert_eq!((picture.nodes.len(), picture.lines.len(), picture.groups.len()), (2, 1, 0));
    check(&graph);
}

#[test]
fn an_interface_that_nothing_is_connected_to_is_drawn_on_its_own_side() {
    let mut graph = graph(&["a"], &[]);
    graph.nodes[0].ports = vec![
        Port { name: "used".to_owned(), kind: EdgeKind::Procedure, direction: Direction::Out },
        Port { name: "provided".to_owned(), kind: EdgeKind::Event, direction: Direction::In },
    ];
    let svg = to_svg(&graph);
    assert!(svg.contains("<g class=\"port procedure open\" data-port=\"used\">"), "{svg}");
    assert!(svg.contains("text-anchor=\"start\">provided</text>"), "{svg}");
    assert!(svg.contains("text-anchor=\"end\">used</text>"), "{svg}");
}

#[test]
fn names_with_markup_are_text() {
    let mut graph = graph(&["<script>&\"'"], &[]);
    graph.nodes[0].sublabel = "]]>\u{0}\u{b}\n".to_owned();
    graph.title = "</svg>".to_owned();
    graph.nodes[0].areas = vec![Area::AddressSpace("a \"group\"\\".to_owned())];
    check(&graph);
    let svg = to_svg(&graph);
    assert!(svg.contains("data-node=\"&lt;script&gt;&amp;&quot;&#39;\""));
    let dot = to_dot(&graph);
    assert!(dot.contains(r#""<script>&\"'" [label="<script>&\"'\n]]>"#), "{dot}");
    assert!(dot.contains(r#"label="a \"group\"\\";"#), "{dot}");
}

#[test]
fn ten_thousand_instances_are_drawn_in_bounded_size() {
    // Without folding, the lines of this ladder would take fifty million places.
    let names: Vec<_> = (0..10_000).map(|index| format!("n{index}")).collect();
    let edges = (1..names.len()).flat_map(|to| [(to - 1, to), (0, to)]);
    let edges: Vec<_> = edges.map(|(from, to)| (names[from].as_str(), names[to].as_str())).collect();
    let graph = graph(&names.iter().map(String::as_str).collect::<Vec<_>>(), &edges);
    let picture = layout(&graph);
    assert_eq!((picture.nodes.len(), picture.lines.len()), (10_000, 19_998));
    let steps: usize = picture.lines.iter().map(|line| line.path.steps.len()).sum();
    assert!(steps < 500_000, "{steps}");
}

#[test]
fn graphviz_text() {
    let mut graph = graph(&["client", "server"], &[("client", "server")]);
    graph.nodes[1].areas = vec![Area::AddressSpace("shared".to_owned())];
    expect_test::expect![[r##"
        digraph {
            rankdir=LR;
            node [shape=box];
            label="test"; labelloc=t;
            "client" [label="client\nComponent", style=rounded];
            subgraph cluster_0 {
                label="shared"; style=rounded;
                "server" [label="server\nComponent", style=rounded];
            }
            "client" -> "server" [label="conn0", tooltip="client.out0 -> server.in0 (seL4RPCCall)", color="#0072b2"];
        }
    "##]]
    .assert_eq(&to_dot(&graph));
}

prop_compose! {
    fn any_graph()(
        nodes in proptest::collection::vec((".{0,12}", ".{0,20}", proptest::option::weighted(0.6, 0_u8..27)), 0..14),
        edges in proptest::collection::vec((0_usize..15, 0_usize..15, 0_u8..4, 0_u8..4, "[a-z]{0,9}", 0_usize..4), 0..40),
    ) -> Graph {
        let nodes: Vec<_> = nodes.into_iter().enumerate().map(|(index, (label, sublabel, group))| Node {
            id: format!("n{index}"),
            label,
            sublabel,
            kind: [NodeKind::Control, NodeKind::Passive, NodeKind::Hardware][index % 3],
            // The number's digits to the base of three are areas in areas; each is in one alone.
            areas: group.iter().flat_map(|group: &u8| {
                let name = format!("{}{}{}", group % 3, group / 3 % 3, group / 9);
                (1..=usize::from(group % 4)).map(move |end| Area::Composition(format!("area {}", &name[..end])))
            }).collect(),
            ports: vec![Port { name: "0".to_owned(), kind: EdgeKind::Event, direction: Direction::In }],
        }).collect();
        let edges = edges.into_iter().enumerate().map(|(index, (from, to, out, into, label, kind))| Edge {
            id: format!("e{index}"),
            from: End::new(format!("n{from}"), out.to_string()),
            to: End::new(format!("n{to}"), into.to_string()),
            label,
            connector: "any".to_owned(),
            kind: EdgeKind::ALL[kind],
        }).collect();
        Graph { title: String::new(), nodes, edges }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_graph_is_drawn_without_collisions(graph in any_graph()) {
        check(&graph);
        let dot = to_dot(&graph);
        prop_assert_eq!(dot.matches(" -> ").count() / 2, layout(&graph).lines.len());
    }
}
