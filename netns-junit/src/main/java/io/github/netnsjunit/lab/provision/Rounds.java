package io.github.netnsjunit.lab.provision;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.topology.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts steps into rounds. In one round the steps of one namespace are all of one sort: netlink requests, which go in one datagram,
 * or kernel parameters. A step comes at least one round after a step that makes what it needs, if that one is in another namespace or
 * of the other sort. Within its namespace it never comes before a step of an earlier phase.
 */
final class Rounds {

    private final Map<Key, Step> makers = new HashMap<>();
    private final IdentityHashMap<Step, Integer> numbers = new IdentityHashMap<>();
    /** The step that was put into a round last, for each namespace. */
    private final Map<String, Step> last = new HashMap<>();

    private final List<Map<String, List<Step>>> rounds = new ArrayList<>();

    private Rounds(List<Step> steps) {
        steps.forEach(step -> step.makes().forEach(key -> makers.put(key, step)));
        List<Step> sorted = new ArrayList<>(steps);
        // Steps that compare equal keep their order.
        sorted.sort(Comparator.comparing(Step::phase).thenComparing(Step::order));
        int first = 0;
        Phase phase = null;
        for (Step step : inOrderOfNeed(sorted)) {
            if (step.phase() != phase) {
                phase = step.phase();
                first = phase.isAfterAll() ? rounds.size() : first;
            }
            put(step, first);
        }
    }

    /** The rounds in their order. Each has, for every namespace that takes part in it, the namespace's steps in their order. */
    static List<Map<String, List<Step>>> of(List<Step> steps) {
        return new Rounds(steps).rounds;
    }

    private void put(Step step, int first) {
        int number = first;
        Step before = last.put(step.namespace(), step);
        if (before != null) {
            number = Math.max(number, after(before, step));
        }
        for (Key need : step.needs()) {
            Step maker = makers.get(need);
            if (maker != null && !step.makes().contains(need)) {
                number = Math.max(number, after(maker, step));
            }
        }
        numbers.put(step, number);
        while (rounds.size() <= number) {
            rounds.add(new LinkedHashMap<>());
        }
        rounds.get(number)
                .computeIfAbsent(step.namespace(), namespace -> new ArrayList<>())
                .add(step);
    }

    /** The first round in which a step can be performed that has to come after another. */
    private int after(Step before, Step step) {
        boolean together = before.namespace().equals(step.namespace())
                && before.work().getClass() == step.work().getClass();
        return requireNonNull(numbers.get(before)) + (together ? 0 : 1);
    }

    /** The same steps, each after those steps of its phase that make what it needs. */
    private List<Step> inOrderOfNeed(List<Step> steps) {
        // A step is mapped to false while the steps that it needs are being placed,
        // and to true once it is placed itself.
        IdentityHashMap<Step, Boolean> placed = new IdentityHashMap<>();
        List<Step> ordered = new ArrayList<>();
        steps.forEach(step -> place(step, placed, ordered));
        return ordered;
    }

    private void place(Step step, IdentityHashMap<Step, Boolean> placed, List<Step> ordered) {
        Boolean done = placed.putIfAbsent(step, false);
        if (done != null) {
            if (!done) {
                throw new IllegalStateException(
                        "the topology was checked, and yet its steps need one another: " + step);
            }
            return;
        }
        for (Key need : step.needs()) {
            Step maker = makers.get(need);
            if (maker != null && !step.makes().contains(need) && maker.phase() == step.phase()) {
                place(maker, placed, ordered);
            }
        }
        placed.put(step, true);
        ordered.add(step);
    }
}
