package io.github.netnsjunit.link;

import io.github.netnsjunit.kernel.link.MacvlanKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Outline;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What MACVLAN and MACVTAP interfaces have in common. To the kernel they are one kind; a MACVTAP interface hands its frames to a program.
 *
 * @param <S> the class that implements this interface
 */
sealed interface MacvlanPart<S extends MacvlanPart<S>> extends UpperLink<S> permits MacvlanLink, MacvtapLink {

    /** Which others over the same interface it reaches. */
    MacvlanMode mode();

    @Override
    default void outline(Draft draft) {
        UpperLink.super.outline(draft);
        draft.over(end().key(), lower());
    }

    @Override
    default void check(Outline all, Consumer<String> mistake) {
        UpperLink.super.check(all, mistake);
        FrameTakers.check(this, all, mistake);
        if (mode() == MacvlanMode.PASSTHRU) {
            FrameTakers.checkAlone(this, all, mistake);
        }
    }

    @Override
    default void provision(Outline all, Steps to) {
        to.link(end().key(), lower(), new MacvlanKind(kind(), mode().number()));
    }

    /** As {@code ip} would print it. */
    static String text(MacvlanPart<?> link) {
        boolean inside = link.belowNamespace().equals(link.end().namespace());
        return link.kind() + " " + link.end() + " of "
                + (inside ? link.below() : link.lower().path()) + " mode "
                + link.mode().name().toLowerCase(Locale.ROOT);
    }
}
