package io.github.netnsjunit.lab.provision;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.topology.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts steps into rounds. In one round each namespace takes at most one lot of steps, all of one sort of work: requests, which go in
 * one datagram, or kernel parameters. A step comes a round later than another if it needs what that one makes in another namespace, or
 * by another sort of work; and never before a step of an earlier phase in its own namespace.
 */
public final class Rounds {

    private final Map<Key, Step> makers = new HashMap<>();
    private final IdentityHashMap<Step, Integer> numbers = new IdentityHashMap<>();
    private final Map<String, Step> last = new HashMap<>();
    private final List<Map<String, List<Step>>> rounds = new ArrayList<>();

    private Rounds(List<Step> steps) {
        steps.forEach(step -> step.makes().forEach(key -> makers.put(key, step)));
        List<Step> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparing(Step::phase).thenComparing(Step::order)); // keeps the order of equal ones
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

    /** The rounds, one after the other: for each namespace that has something to do in it, its steps in their order. */
    public static List<Map<String, List<Step>>> of(List<Step> steps) {
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
            if (maker != null && !maker.equals(step)) {
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

    /** The first round in which a step can be taken that comes after another. */
    private int after(Step before, Step step) {
        boolean together = before.namespace().equals(step.namespace())
                && before.work().getClass() == step.work().getClass();
        return requireNonNull(numbers.get(before)) + (together ? 0 : 1);
    }

    /** The same steps, each after those of its own phase that make what it needs. */
    private List<Step> inOrderOfNeed(Collection<Step> steps) {
        IdentityHashMap<Step, Boolean> taken =
                new IdentityHashMap<>(); // false while those that it needs are being looked for
        List<Step> ordered = new ArrayList<>();
        steps.forEach(step -> take(step, taken, ordered));
        return ordered;
    }

    private void take(Step step, IdentityHashMap<Step, Boolean> taken, List<Step> ordered) {
        Boolean known = taken.putIfAbsent(step, false);
        if (known != null) {
            if (!known) {
                throw new IllegalStateException(
                        "the topology was checked, and yet its steps need one another: " + step);
            }
            return;
        }
        for (Key need : step.needs()) {
            Step maker = makers.get(need);
            if (maker != null && !maker.equals(step) && maker.phase() == step.phase()) {
                take(maker, taken, ordered);
            }
        }
        taken.put(step, true);
        ordered.add(step);
    }
}
