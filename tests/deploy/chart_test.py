"""The chart: what it renders for the three installations of helm/haven/examples, judged by helm, by
Kubernetes' own schemas, and by what Haven needs of each pod."""
from __future__ import annotations

import json
import os
import re
import unittest
from typing import Any

from tools import CHART, CUSTOM, EXAMPLES, KUBERNETES, ROOT, documents, haven, helm, of_kind, pods, render, run

import kubernetes_validate
import yaml

GOLDEN = ROOT / "tests/deploy/golden"
# The oldest that Chart.yaml admits and the newest that is known here.
VERSIONS = ("1.29", "1.37")
DEFAULTS = "postgres: { host: db }"


def strictly(document: dict[str, Any], version: str) -> None:
    kubernetes_validate.validate(document, version, strict=True)


class Golden(unittest.TestCase):
    maxDiff = None

    def test_each_example_renders_as_committed(self) -> None:
        self.assertEqual(len(EXAMPLES), 3)
        for values in EXAMPLES:
            golden = GOLDEN / values.name
            text = render(values=values)
            if os.environ.get("UPDATE_GOLDEN") == "1":
                golden.write_text(text, encoding="utf-8")
            with self.subTest(values.stem):
                self.assertEqual(text, golden.read_text(encoding="utf-8"))


class Judged(unittest.TestCase):
    def test_helm_lint_has_nothing_to_say(self) -> None:
        for values in EXAMPLES:
            with self.subTest(values.stem):
                said = helm("lint", "--strict", str(CHART), *KUBERNETES, "-f", str(values))
                self.assertNotIn("[WARNING]", said)
                self.assertNotIn("[ERROR]", said)

    def test_every_document_is_strictly_valid(self) -> None:
        for values in EXAMPLES:
            found = documents(render(values=values))
            for document in found:
                if document["kind"] in CUSTOM:
                    continue
                for version in VERSIONS:
                    with self.subTest(values.stem, kind=document["kind"], version=version):
                        strictly(document, version)
            kinds = {document["kind"] for document in found}
            self.assertLessEqual({"Deployment", "Service", "Job", "PodDisruptionBudget",
                                  "NetworkPolicy", "PersistentVolumeClaim"}, kinds)

    def test_the_judge_sees_a_misspelt_field_and_a_wrong_type(self) -> None:
        text = render("-f", "-", given=DEFAULTS)
        good = of_kind(text, "Deployment")["haven-registry"]
        strictly(good, VERSIONS[0])
        for path, value in ((("spec", "replica"), 1), (("spec", "replicas"), "one")):
            bad = yaml.safe_load(yaml.safe_dump(good))
            bad[path[0]][path[1]] = value
            with self.subTest(path), self.assertRaises(kubernetes_validate.ValidationError):
                strictly(bad, VERSIONS[0])


class Values(unittest.TestCase):
    def refused(self, values: str, word: str) -> None:
        with self.subTest(values):
            with self.assertRaises(RuntimeError) as refusal:
                render("-f", "-", given=values)
            self.assertIn(word, str(refusal.exception))

    def test_what_is_not_known_or_not_possible_is_refused(self) -> None:
        self.refused("{}", "host")
        self.refused("postgres: { hots: db }", "hots")
        self.refused("postgres: { host: db, port: 99999 }", "port")
        self.refused("postgres: { host: db, sslmode: allow }", "sslmode")
        self.refused(DEFAULTS + "\ncomponents: { registry: { replicas: -1 } }", "replicas")
        self.refused(DEFAULTS + "\ncomponents: { Registry: {} }", "Registry")
        self.refused(DEFAULTS + "\nkafka: { brokers: 'k1,k2' }", "brokers")
        self.refused(DEFAULTS + "\noptions: { READER_CONNECTIONS: 3 }", "READER_CONNECTIONS")
        self.refused(DEFAULTS + "\ncounties: [{ number: 1, code: '6103', name: a }]", "code")
        self.refused(DEFAULTS + "\nshards: [{ name: east }]\nmove: { county: 5, shard: west }",
                     "one of: east")
        self.refused(DEFAULTS + "\nshards: [{ name: east }]\n"
                     "counties: [{ number: 1, code: '610302', name: a, shard: west }]", "610302")

    def test_the_defaults_give_one_deployment_a_service(self) -> None:
        text = render("-f", "-", given=DEFAULTS)
        deployments = of_kind(text, "Deployment")
        self.assertEqual(set(deployments), {"haven-registry", "haven-disbursement",
                                            "haven-scholarship", "haven-outreach", "haven-employment",
                                            "haven-vault"})
        for one in deployments.values():
            self.assertEqual(one["spec"]["replicas"], 1)

    def test_a_new_service_is_one_line_of_the_map(self) -> None:
        before = documents(render("-f", "-", given=DEFAULTS))
        after = documents(render("-f", "-", given=DEFAULTS + "\ncomponents: { pairing: {} }"))
        added = {(d["kind"], d["metadata"]["name"]) for d in after} - {
            (d["kind"], d["metadata"]["name"]) for d in before}
        # The migration's job is another one, since it has one database more to make.
        self.assertEqual({kind for kind, _ in added},
                         {"Deployment", "Service", "PersistentVolumeClaim", "PodDisruptionBudget",
                          "Job"})
        self.assertEqual({name for kind, name in added if kind != "Job"}, {"haven-pairing"})

    def test_a_county_is_moved_by_a_job_that_knows_the_owner_and_no_keys(self) -> None:
        province = CHART / "examples/province.yaml"
        shard = yaml.safe_load(province.read_text(encoding="utf-8"))["shards"][-1]["name"]
        text = render("--set", f"move.county=5,move.shard={shard}", values=province)
        job = of_kind(text, "Job")[f"haven-move-5-{shard}"]
        for version in VERSIONS:
            strictly(job, version)
        pod = job["spec"]["template"]["spec"]
        self.assertEqual(pod["containers"][0]["args"],
                         ["federation", "move", "5", shard, "--shards",
                          "/etc/haven/config/shards.json"])
        mounted = {item["path"] for volume in pod["volumes"]
                   for source in volume.get("projected", {}).get("sources", [])
                   for item in source["secret"]["items"]}
        self.assertTrue(all(path.endswith(("/pgpass", "/ca.crt")) for path in mounted), mounted)
        self.assertTrue(any(path.endswith("/pgpass") for path in mounted))
        self.assertIs(pod["securityContext"]["runAsNonRoot"], True)
        self.assertNotIn("-move-", "".join(of_kind(render(values=province), "Job")))
        said = run(haven(), "federation", "move", "--help").stdout
        self.assertIn("--shards", said)

    def test_counties_and_shards_reach_every_process_as_the_files_that_it_reads(self) -> None:
        text = render("-f", "-", given=DEFAULTS + """
shards: [{ name: b }, { name: a, postgres: { host: far } }]
counties: [{ number: 2, code: '610302', name: 渭滨区总工会, parent: 1, shard: a },
           { number: 1, code: '610300', name: 宝鸡市总工会 }]""")
        files = of_kind(text, "ConfigMap")["haven-config"]["data"]
        self.assertEqual(files["federations.csv"], "number,code,name,parent_number\n"
                         "2,610302,渭滨区总工会,1\n1,610300,宝鸡市总工会,\n")
        shards = json.loads(files["shards.json"])
        self.assertEqual(shards["federations"], {"2": "a"})
        # The first one is where everything lies that nothing else says, so the order stays.
        self.assertEqual([shard["name"] for shard in shards["shards"]], ["b", "a"])
        self.assertRegex(shards["shards"][0]["postgres"], r"^host=db .*sslmode=verify-full")
        self.assertRegex(shards["shards"][1]["postgres"], r"^host=far ")
        for pod in pods(text).values():
            for container in pod["spec"]["containers"]:
                env = {one["name"]: one["value"] for one in container["env"]}
                self.assertEqual(container["args"][:3],
                                 ["serve", "--shards", "/etc/haven/config/shards.json"])
                self.assertEqual(env["HAVEN_FEDERATIONS"], "/etc/haven/config/federations.csv")


class Pods(unittest.TestCase):
    def each(self) -> list[tuple[str, dict[str, Any], str]]:
        found = []
        for values in EXAMPLES:
            text = render(values=values)
            found += [(f"{values.stem}/{name}", pod, text) for name, pod in pods(text).items()]
        self.assertGreaterEqual(len(found), 12)
        return found

    def test_none_is_root_writes_its_image_or_has_a_token(self) -> None:
        for name, pod, _ in self.each():
            with self.subTest(name):
                spec = pod["spec"]
                self.assertIs(spec["automountServiceAccountToken"], False)
                self.assertIs(spec["securityContext"]["runAsNonRoot"], True)
                for container in spec["containers"]:
                    self.assertEqual(container["securityContext"],
                                     {"allowPrivilegeEscalation": False,
                                      "readOnlyRootFilesystem": True,
                                      "capabilities": {"drop": ["ALL"]}})
                    self.assertIn("memory", container["resources"]["limits"])

    def test_what_serves_is_probed_and_what_is_mounted_is_there(self) -> None:
        for name, pod, text in self.each():
            maps = of_kind(text, "ConfigMap")
            claims = of_kind(text, "PersistentVolumeClaim")
            spec = pod["spec"]
            volumes = {volume["name"] for volume in spec["volumes"]}
            with self.subTest(name):
                for volume in spec["volumes"]:
                    if "configMap" in volume:
                        self.assertIn(volume["configMap"]["name"], maps)
                    if "persistentVolumeClaim" in volume:
                        self.assertIn(volume["persistentVolumeClaim"]["claimName"], claims)
                for container in spec["containers"]:
                    mounted = {mount["name"] for mount in container["volumeMounts"]}
                    self.assertLessEqual(mounted, volumes)
                    if "-migrate-" not in name:
                        self.assertLessEqual({"startupProbe", "livenessProbe", "readinessProbe"},
                                             set(container))

    def test_secrets_come_by_reference_only(self) -> None:
        for values in EXAMPLES:
            text = render(values=values)
            self.assertEqual(of_kind(text, "Secret"), {})
            self.assertNotRegex(text, r"(?i)password=|PGPASSWORD")

    def test_only_migrations_know_the_administrator(self) -> None:
        for name, pod, _ in self.each():
            secrets = {source["secret"]["name"] for volume in pod["spec"]["volumes"]
                       for source in volume.get("projected", {}).get("sources", [])}
            admins = {secret for secret in secrets if "admin" in secret}
            with self.subTest(name):
                self.assertEqual(bool(admins), "-migrate-" in name)

    def test_selectors_meet_their_pods_and_theirs_only(self) -> None:
        for values in EXAMPLES:
            text = render(values=values)
            labels = {name: pod["metadata"]["labels"] for name, pod in pods(text).items()}
            for name, one in of_kind(text, "Service").items():
                met = [pod for pod, has in labels.items()
                       if one["spec"]["selector"].items() <= has.items()]
                self.assertEqual(met, [name])


class Options(unittest.TestCase):
    def test_haven_knows_every_variable_that_it_is_given(self) -> None:
        said = run(haven(), "serve", "--help").stdout
        known = set(re.findall(r"Env:(HAVEN_\w+)", said))
        self.assertIn("HAVEN_POSTGRES", known)
        # HAVEN_RUN is the client's, for `haven health`.
        known.add("HAVEN_RUN")
        texts = {values.stem: render(values=values) for values in EXAMPLES}
        texts["compose"] = (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
        for name, text in texts.items():
            given = set(re.findall(r"\bHAVEN_[A-Z_]+\b", text))
            with self.subTest(name):
                self.assertIn("HAVEN_POSTGRES", given)
                self.assertEqual(given - known, set())
                flags = set(re.findall(r"--[a-z-]+", "".join(re.findall(r"args: \[.*", text))))
                self.assertLessEqual(flags, set(re.findall(r"--[a-z-]+", said)))


if __name__ == "__main__":
    unittest.main()
