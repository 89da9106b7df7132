package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.Topology;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The network of one test, or of one class: its plan, its lab and the bodies that run in it, all kept in the Store. */
public final class TestNetwork {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(NetnsExtension.class);

    /** The Store looks through the outer contexts too: the id keeps what is theirs apart. */
    private record Key(Class<?> type, String id) {}

    private final ExtensionContext context;
    private final Plan plan;
    private final Settings settings;
    private volatile @Nullable LabHolder holder;

    private TestNetwork(ExtensionContext context) {
        this.context = context;
        this.plan = Plan.of(context);
        this.settings = new Settings(context);
    }

    /** The network of a context; that of the factory for a dynamic test. */
    public static TestNetwork of(ExtensionContext context) {
        ExtensionContext own = context;
        while (own.getTestClass().isEmpty() && own.getParent().isPresent()) {
            own = own.getParent().get();
        }
        ExtensionContext test = own;
        return kept(test, TestNetwork.class, () -> new TestNetwork(test));
    }

    /** What a context keeps of a type; made if it keeps none yet. */
    @SuppressWarnings("deprecation") // JUnit 6 has another method for it, which 5 has not
    private static <T> T kept(ExtensionContext context, Class<T> type, Supplier<T> made) {
        return Objects.requireNonNull(context.getStore(STORE)
                .getOrComputeIfAbsent(new Key(type, context.getUniqueId()), key -> made.get(), type));
    }

    public Plan plan() {
        return plan;
    }

    /** The lab, made at the first call. Only where the plan has one. */
    public Lab lab() {
        return holder().lab();
    }

    /** The lab, if it was made for this context. */
    Optional<Lab> labIfMade() {
        return Optional.ofNullable(holder).flatMap(LabHolder::made);
    }

    /** The labs of the enclosing contexts, as far as they were made. */
    Stream<Lab> outerLabs() {
        return Stream.iterate(
                        context.getParent(), Optional::isPresent, outer -> outer.flatMap(ExtensionContext::getParent))
                .map(Optional::orElseThrow)
                .filter(outer -> outer.getTestClass().isPresent())
                .flatMap(outer -> of(outer).labIfMade().stream());
    }

    /** What holds the lab; in the Store before the lab is made. */
    private LabHolder holder() {
        LabHolder known = holder;
        if (known == null) {
            Topology topology = plan.topology(); // outside of the Store, which would keep a failure and tell it again
            ExtensionContext owner = labContext();
            known = kept(owner, LabHolder.class, () -> new LabHolder(owner, plan.network(), topology, settings));
            holder = known;
        }
        return known;
    }

    /**
     * What is last in the Store is closed first: the lab's processes end before a directory that they may write to is deleted,
     * which came after the lab if a parameter asked for it.
     */
    public void letProcessesEndFirst() {
        LabHolder known = holder;
        if (known != null && labContext() == context) {
            Stored processes = known::endProcesses;
            context.getStore(STORE).put(new Key(Stored.class, context.getUniqueId()), processes);
        }
    }

    /** The bodies that run in this context. */
    public Bodies bodies() {
        return kept(context, Bodies.class, () -> new Bodies(settings.interruptWait(), () -> holder().hurry()));
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
