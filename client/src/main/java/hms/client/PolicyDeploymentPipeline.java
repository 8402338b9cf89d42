package hms.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The way of a policy from a program to everybody who reads it, in one call: validated, packaged,
/// deployed, published, and told to partners.
public final class PolicyDeploymentPipeline {
    private final PolicyDeploymentService service;
    private final DeployOptions options;

    /// @param options how, and who approves
    public PolicyDeploymentPipeline(PolicyDeploymentService service, DeployOptions options) {
        this.service = service;
        this.options = options;
    }

    /// Deploys a policy. It has to have id, title and content; what is wrong is in the result's
    /// `error`.
    public DeploymentResult deploy(PolicyDraft policy) {
        var missing = policy.missing();
        if (missing.isPresent()) {
            return DeploymentResult.failed(missing.get());
        }
        try {
            var file = policy.id() + ".json";
            var folder = Path.of("").toAbsolutePath();
            var made = new PolicyFile(file, folder.resolve(file), policy.artifact(), Map.of());
            return service.deploy(Release.of(folder, List.of(made)), options);
        } catch (UnsoundPolicy e) {
            return DeploymentResult.failed(String.valueOf(e.getMessage()));
        }
    }

    /// Deploys a policy from its file.
    public DeploymentResult deploy(Path file) {
        return service.deployPolicy(List.of(file), options);
    }
}
