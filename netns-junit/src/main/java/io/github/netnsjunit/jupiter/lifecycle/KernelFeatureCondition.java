package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.topology.KernelFeature;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link EnabledIfKernelHas} whether a test is enabled. */
public final class KernelFeatureCondition {

    /** What the tests of a class need. JUnit asks before each run of a test, and its search takes long where many annotations stand. */
    private static final ClassValue<Map<AnnotatedElement, List<KernelFeature>>> NEEDED = new ClassValue<>() {
        @Override
        protected Map<AnnotatedElement, List<KernelFeature>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private KernelFeatureCondition() {}

    /**
     * Disables the test if the kernel lacks a feature that the test needs.
     *
     * @throws LabException instead, if the configuration says that a missing feature is a failure
     */
    public static ConditionEvaluationResult evaluate(ExtensionContext context) {
        List<KernelFeature> needed = context.getElement()
                .map(element -> NEEDED.get(context.getRequiredTestClass())
                        .computeIfAbsent(element, KernelFeatureCondition::neededBy))
                .orElse(List.of());
        List<KernelFeature> missing =
                needed.stream().filter(feature -> !feature.isAvailable()).toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled(
                    needed.isEmpty() ? "no kernel feature is asked for" : "the kernel has " + needed);
        }
        String reason = missing.stream()
                .map(feature -> "@EnabledIfKernelHas(" + feature + "): " + feature.reason())
                .collect(Collectors.joining(System.lineSeparator()));
        if (new Settings(context).failsIfFeatureIsMissing()) {
            throw new LabException(reason, null);
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private static List<KernelFeature> neededBy(AnnotatedElement element) {
        return AnnotationSupport.findRepeatableAnnotations(element, EnabledIfKernelHas.class).stream()
                .flatMap(annotation -> Arrays.stream(annotation.value()))
                .distinct()
                .toList();
    }
}
