package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.topology.KernelFeature;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The condition behind {@link EnabledIfKernelHas}. */
public final class KernelFeatures {

    private KernelFeatures() {}

    public static ConditionEvaluationResult evaluate(ExtensionContext context) {
        List<KernelFeature> wanted =
                AnnotationSupport.findRepeatableAnnotations(context.getElement(), EnabledIfKernelHas.class).stream()
                        .flatMap(annotation -> Arrays.stream(annotation.value()))
                        .distinct()
                        .toList();
        List<KernelFeature> missing =
                wanted.stream().filter(feature -> !feature.isAvailable()).toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled(
                    wanted.isEmpty() ? "no kernel feature is asked for" : "the kernel has " + wanted);
        }
        String reason = missing.stream()
                .map(feature -> "@EnabledIfKernelHas(" + feature + "): " + feature.reason())
                .collect(Collectors.joining(System.lineSeparator()));
        if (new Settings(context).failsWithoutFeature()) {
            throw new LabException(reason, null);
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
