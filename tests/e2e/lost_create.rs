//! Creates whose answer is lost, of what a project has.

use crate::lab::{DIALECTS, IDENTITY, Lab};
use infisical_emulator::{Fault, FaultKind};

const THINGS: &str = r#"
resource "infisical_secret_tag" "db" {
  project_id = "PROJECT"
  slug       = "db"
  name       = "db"
  color      = "red"
}

resource "infisical_secret_folder" "app" {
  project_id       = "PROJECT"
  environment_slug = "dev"
  folder_path      = "/deep/er"
  name             = "app"
  force_delete     = true
}

resource "infisical_secret_import" "shared" {
  project_id              = "PROJECT"
  environment_slug        = "dev"
  folder_path             = infisical_secret_folder.app.path
  import_environment_slug = "prod"
  import_folder_path      = "/"
  is_replication          = false
}

resource "infisical_project_identity" "ci" {
  project_id  = "PROJECT"
  identity_id = infisical_identity.ci.id
  roles       = [{ role_slug = "viewer" }, { role_slug = "member" }]
}
"#;

#[test]
fn nothing_is_made_twice() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = lab.emulator.add_project();
        let lost = ["/tags", "/folders", "/secret-imports", "/identity-memberships/"];
        for path in lost {
            let lost = Fault::once(FaultKind::ResetAfter).on_method("POST").on_path(path);
            lab.emulator.inject(lost);
        }
        lab.write(&[IDENTITY, &THINGS.replace("PROJECT", &project)]);
        lab.workspace.apply_and_settle();
        for path in lost {
            let made = lab.writes().into_iter().filter(|line| line.contains(path));
            let made: Vec<_> = made.collect();
            assert!(matches!(&made[..], [once] if once.ends_with("no answer")), "{made:?}");
        }
        lab.workspace.destroy();
    }
}
