package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.Lab;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The network of one test, or of one class: its plan, its lab and the bodies that run in it, all kept in the Store. */
final class TestNetwork {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(NetnsExtension.class);

    /** The Store looks through the outer contexts too: the id keeps what is theirs apart. */
    private record Key(Class<?> type, String id) {}

    private final ExtensionContext context;
    private final Plan plan;
    private final Settings settings;

    private TestNetwork(ExtensionContext context) {
        this.context = context;
        this.plan = Plan.of(context);
        this.settings = new Settings(context);
    }

    /** The network of a context; that of the factory for a dynamic test. */
    static TestNetwork of(ExtensionContext context) {
        ExtensionContext own = context;
        while (own.getTestClass().isEmpty() && own.getParent().isPresent()) {
            own = own.getParent().get();
        }
        ExtensionContext test = own;
        return test.getStore(STORE)
                .getOrComputeIfAbsent(
                        new Key(TestNetwork.class, test.getUniqueId()),
                        key -> new TestNetwork(test),
                        TestNetwork.class);
    }

    Plan plan() {
        return plan;
    }

    Settings settings() {
        return settings;
    }

    /** Whether the lab is this context's own, so that it ends with it. */
    boolean ownsLab() {
        return plan.hasLab() && labContext() == context;
    }

    /** The lab, made at the first call. Only where the plan has one. */
    Lab lab() {
        return holder().lab(settings);
    }

    /** The lab, if it was made. */
    Optional<Lab> labIfMade() {
        return plan.hasLab() && plan.mistakes().isEmpty()
                ? Optional.ofNullable(labContext().getStore(STORE).get(holderKey(), LabHolder.class))
                        .flatMap(LabHolder::made)
                : Optional.empty();
    }

    /** What holds the lab; in the Store before the lab is made. */
    LabHolder holder() {
        ExtensionContext.Store store = labContext().getStore(STORE);
        LabHolder known = store.get(holderKey(), LabHolder.class);
        if (known != null) {
            return known;
        }
        LabHolder unmade = new LabHolder(plan.topology());
        return store.getOrComputeIfAbsent(holderKey(), key -> unmade, LabHolder.class);
    }

    /** The bodies that run in this context. */
    Bodies bodies() {
        return context.getStore(STORE)
                .getOrComputeIfAbsent(
                        new Key(Bodies.class, context.getUniqueId()),
                        key -> new Bodies(settings.interruptWait()),
                        Bodies.class);
    }

    private Key holderKey() {
        return new Key(LabHolder.class, labContext().getUniqueId());
    }

    /** Where the lab is kept: this context, or the outermost one of the class whose tests share it. */
    private ExtensionContext labContext() {
        ExtensionContext found = context;
        if (plan.owner() != null) {
            for (Optional<ExtensionContext> outer = Optional.of(context);
                    outer.isPresent();
                    outer = outer.get().getParent()) {
                if (outer.get().getTestClass().filter(plan.owner()::equals).isPresent()) {
                    found = outer.get();
                }
            }
        }
        return found;
    }
}
