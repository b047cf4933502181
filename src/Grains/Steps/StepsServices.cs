using Granary.Grains.Runs.Documents;
using Granary.Grains.Seeds;
using Granary.Grains.Steps.Conversations;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Steps.Kinds;
using Granary.Grains.Steps.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Steps;

/// <summary>Registers the step kinds and the compiler of run documents.</summary>
public static class StepsServices
{
    /// <summary>
    /// Adds them. Needs an alias directory, an artifact store and handler calls from elsewhere; a <see cref="TimeProvider"/> is the system's unless given.
    /// </summary>
    public static IServiceCollection AddGranarySteps(this IServiceCollection services)
    {
        services.AddOptions<SeedOptions>().BindConfiguration(SeedOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SeedOptions>, SeedOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ModelFields>();
        services.TryAddSingleton<HandlerFields>();
        services.AddOptions<HttpCheckOptions>().BindConfiguration(HttpCheckOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpCheckOptions>, HttpCheckOptionsValidator>());
        services.TryAddSingleton<HttpCheckClient>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IStepKind, SamplerKind>(),
            ServiceDescriptor.Singleton<IStepKind, SeedKind>(),
            ServiceDescriptor.Singleton<IStepKind, ExpressionKind>(),
            ServiceDescriptor.Singleton<IStepKind, LlmTextKind>(),
            ServiceDescriptor.Singleton<IStepKind, LlmStructuredKind>(),
            ServiceDescriptor.Singleton<IStepKind, LlmCodeKind>(),
            ServiceDescriptor.Singleton<IStepKind, LlmJudgeKind>(),
            ServiceDescriptor.Singleton<IStepKind, EmbeddingKind>(),
            ServiceDescriptor.Singleton<IStepKind, CustomKind>(),
            ServiceDescriptor.Singleton<IStepKind, ValidationKind>(),
        ]);
        services.TryAddSingleton<StepKinds>();
        services.TryAddSingleton<SeedFile>();
        services.TryAddSingleton<SeedLoader>();
        services.TryAddSingleton<RunCompiler>();
        return services;
    }
}
