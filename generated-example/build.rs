//! Compiles two of the five workflows; the macro compiles the others. See `src/workflows.rs`.

fn main() {
    arazzo_codegen::Builder::new()
        .document("../workflows/amberflo/arazzo/amberflo-create-customer-and-assign-plan-workflow.yml")
        .document("../workflows/viam/arazzo/viam-bill-customer-location-workflow.yml")
        .generate();
}
