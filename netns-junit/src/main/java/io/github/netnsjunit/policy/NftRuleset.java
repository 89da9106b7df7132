package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rules for packets in the language of nft(8). The program {@code nft} loads them, all or nothing, after links, addresses and routes
 * have been made; so it must be installed (Debian: {@code nftables}). {@link Firewall} does without it.
 *
 * <p>When the part is taken away from a live lab, the tables that came with it are deleted. So write rules into tables of their own: what
 * a ruleset adds to a table that exists already stays until that table goes.
 *
 * @param namespace the namespace whose packets they see
 * @param ruleset what {@code nft -f} reads
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record NftRuleset(String namespace, String ruleset) implements Provisioned {

    public NftRuleset {
        requireNonNull(namespace, "namespace");
        requireNonNull(ruleset, "ruleset");
    }

    private record RulesetKey(String namespace, String ruleset) implements Key {
        @Override
        public String toString() {
            return "ruleset of namespace [" + namespace + "]";
        }
    }

    /** Declares rules. */
    public static NftRuleset of(String namespace, String ruleset) {
        return new NftRuleset(namespace, ruleset);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new RulesetKey(namespace, ruleset));
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.NFTABLES);
    }

    /** The first line of the rules stands for all. */
    @Override
    public void outline(Draft draft) {
        draft.remark(namespace, "nft: " + firstLine());
    }

    private String firstLine() {
        return ruleset.strip().lines().findFirst().orElse("");
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        if (all.isHost(namespace)) {
            mistake.accept("a test may not filter the host's packets");
        }
        if (ruleset.isBlank()) {
            mistake.accept("the rules [ruleset] are empty");
        }
    }

    /** After the tables that other parts make. */
    @Override
    public void provision(Outline all, Steps to) {
        to.step(Phase.POLICY, namespace).order(1).work(new Work.Ruleset(ruleset));
    }

    /** The first line of the rules stands for all. */
    @Override
    public String toString() {
        return "nft " + namespace + ": " + firstLine();
    }
}
