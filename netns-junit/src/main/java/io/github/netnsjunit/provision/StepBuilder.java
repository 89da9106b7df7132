package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes one step of a part. The last call says what is done, and adds the step. The parameters of {@link Step} tell what each means. */
public final class StepBuilder {

    private final Part part;
    private final Phase phase;
    private final String namespace;
    private final Consumer<Step> to;
    private final Set<Key> needs = new HashSet<>();
    private final Set<Key> makes = new HashSet<>();
    private final List<Work.Undo> undoing = new ArrayList<>();
    private Key.@Nullable Link about;
    private int order;

    StepBuilder(Part part, Phase phase, String namespace, Consumer<Step> to) {
        this.part = part;
        this.phase = phase;
        this.namespace = namespace;
        this.to = to;
    }

    /** Its place within the phase; 0 if nothing is said. */
    public StepBuilder order(int place) {
        order = place;
        return this;
    }

    /** The interface that a failure names. */
    public StepBuilder about(Key.@Nullable Link link) {
        about = link;
        return this;
    }

    /** What must exist before; {@code null} adds nothing. */
    public StepBuilder needs(@Nullable Key key) {
        if (key != null) {
            needs.add(key);
        }
        return this;
    }

    /** What else must exist before. */
    public StepBuilder needs(Set<? extends Key> keys) {
        needs.addAll(keys);
        return this;
    }

    /** What exists afterwards. */
    public StepBuilder makes(Key key) {
        makes.add(key);
        return this;
    }

    /** How it is undone, see {@link Work.Undo#request}. The first way that still finds what was made is used. */
    public <R extends NetlinkRequest> StepBuilder undo(Function<Handles, Supplier<Optional<R>>> request) {
        return undoIn(namespace, request);
    }

    /** The same in another namespace, into which it may have moved. */
    <R extends NetlinkRequest> StepBuilder undoIn(String other, Function<Handles, Supplier<Optional<R>>> request) {
        undoing.add(new Work.Undo(other, handles -> {
            Supplier<Optional<R>> undo = request.apply(handles);
            return () -> undo.get().map(Function.identity());
        }));
        return this;
    }

    /** A request is sent to the kernel. It is made when everything that it needs exists. */
    public void request(Function<Handles, NetlinkRequest> request) {
        work(new Work.Request(request, undoing));
    }

    /** Other work is done, which says itself how it is undone. */
    public void work(Work work) {
        to.accept(new Step(part, phase, order, namespace, about, needs, makes, work));
    }
}
