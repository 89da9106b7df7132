package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.policy.NftRuleset;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a namespace rules for packets in the language of nft(8). The program {@code nft} must be installed (Debian: {@code nftables});
 * {@link Firewall} does without it.
 *
 * <pre>{@code
 * @Nft(namespace = "alice", ruleset = """
 *         table inet mine {
 *           chain in { type filter hook input priority filter; tcp dport 22 counter drop; }
 *         }""")
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations add up as those of
 * {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Nft.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Nft.Parts.class)
public @interface Nft {

    /** {@return the name of the declared namespace whose packets the rules see} */
    String namespace();

    /** {@return the rules, as {@code nft -f} reads them. All are loaded, or none} */
    String ruleset();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Nft[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Nft> {
        private Parts() {}

        @Override
        public void declare(Nft nft, Consumer<Part> to) {
            to.accept(NftRuleset.of(nft.namespace(), nft.ruleset()));
        }
    }
}
