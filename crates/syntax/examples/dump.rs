use std::io::Read;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().map(String::as_str) == Some("-l") {
        // each argument file: print errors count
        for f in &args[1..] {
            let b = std::fs::read(f).unwrap();
            let d = camkes_syntax::decode(&b);
            let p = camkes_syntax::parse(&d.text);
            println!(
                "{f}\t{}\t{}",
                p.errors().len(),
                p.errors().iter().map(|e| format!("{:?} {e}", e.range)).collect::<Vec<_>>().join(" ;; ")
            );
        }
        return;
    }
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    let p = camkes_syntax::parse(&s);
    if args.is_empty() {
        println!("{:#?}", p.syntax_node());
    }
    for e in p.errors() {
        println!("{:?} {e} {:?} {:?}", e.range, e.related(), e.fix());
    }
}
