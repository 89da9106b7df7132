package io.github.netnsjunit.address;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text that a user wrote, and the value that was read from it. If the text cannot be read, it holds what is wrong, so that all
 * mistakes of a topology can be reported together. Two are equal if their values are equal, or if neither has a value and the texts
 * are equal.
 *
 * @param <T> the type of the value
 */
public final class Parsed<T> {

    private final String text;
    private final @Nullable T value;
    private final @Nullable String mistake;

    private Parsed(String text, @Nullable T value, @Nullable String mistake) {
        this.text = text;
        this.value = value;
        this.mistake = mistake;
    }

    /**
     * Reads a text.
     *
     * @param parser returns the value, or throws {@link IllegalArgumentException} with what is wrong with the text
     */
    public static <T> Parsed<T> of(String text, Function<String, T> parser) {
        try {
            return new Parsed<>(text, parser.apply(text), null);
        } catch (IllegalArgumentException malformed) {
            return new Parsed<>(text, null, String.valueOf(malformed.getMessage()));
        }
    }

    /** The text as it was written. */
    public String text() {
        return text;
    }

    /** The value. Empty if the text could not be read. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /**
     * The value of a text that is known to be readable.
     *
     * @throws IllegalStateException if it could not be read
     */
    public T get() {
        return value().orElseThrow(() -> new IllegalStateException(mistake));
    }

    /** What is wrong with the text. Empty if it could be read. */
    public Optional<String> mistake() {
        return Optional.ofNullable(mistake);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parsed<?> parsed
                && Objects.equals(value, parsed.value)
                && (value != null || text.equals(parsed.text));
    }

    @Override
    public int hashCode() {
        return value == null ? text.hashCode() : value.hashCode();
    }

    /** The text as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
