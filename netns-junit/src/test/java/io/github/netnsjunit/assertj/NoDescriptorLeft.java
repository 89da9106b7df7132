package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.ThrowingRunnable;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes assertions in a process that can open no more files, and prints how they ended. */
final class NoDescriptorLeft {

    private NoDescriptorLeft() {}

    public static void main(String[] arguments) throws Exception {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("blue")))) {
            Map<String, ThrowingRunnable> assertions = assertions(lab.namespace("blue"));
            outcomes(assertions); // loads all classes, for which there would be no descriptor later
            List<FileInputStream> files = new ArrayList<>();
            Map<String, String> outcomes;
            try {
                openAsManyAsPossible(files);
                outcomes = outcomes(assertions);
            } finally {
                for (FileInputStream file : files) {
                    file.close();
                }
            }
            outcomes.forEach((name, outcome) -> System.out.println(name + ": " + outcome));
        }
    }

    private static Map<String, ThrowingRunnable> assertions(NetworkNamespace blue) {
        Map<String, ThrowingRunnable> assertions = new LinkedHashMap<>();
        assertions.put("plain", () -> assertThat(blue).cannotConnectTo("blue", 1));
        assertions.put(
                "unknown", () -> assertThat(blue).cannotConnectTo("db", 1).because(Unreachable.UNKNOWN_HOST));
        assertions.put(
                "known", () -> assertThat(blue).cannotConnectTo("127.0.0.1", 1).because(Unreachable.values()));
        assertions.put("ping", () -> assertThat(blue).cannotPing("10.0.0.9"));
        assertions.put("listening", () -> assertThat(blue).isNotListeningOn(8080));
        assertions.put("route", () -> assertThat(blue).hasNoRouteTo("10.0.0.9"));
        assertions.put("parameter", () -> blue.sysctl("net.ipv4.ip_forward"));
        return assertions;
    }

    private static void openAsManyAsPossible(List<FileInputStream> files) {
        try {
            while (true) {
                files.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException noMore) {
            System.out.println("opened as many as possible: " + noMore.getMessage());
        }
    }

    private static Map<String, String> outcomes(Map<String, ThrowingRunnable> assertions) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        assertions.forEach((name, assertion) -> {
            try {
                assertion.run();
                outcomes.put(name, "passed");
            } catch (Exception | AssertionError failure) {
                outcomes.put(name, failure.getClass().getSimpleName() + " " + failure.getMessage());
            }
        });
        return outcomes;
    }
}
