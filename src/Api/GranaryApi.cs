using Granary.Api.Aliases;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Executors;
using Granary.Api.Explain;
using Granary.Api.Files;
using Granary.Api.Health;
using Granary.Api.Jobs;
using Granary.Api.Recovery;
using Granary.Api.Requests;
using Granary.Api.Runs;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Granary.Api;

/// <summary>The HTTP edge as a library: add it to a host that has grains or a client of a cluster, then map it.</summary>
public static class GranaryApi
{
    /// <summary>Registers what the routes need. The host brings <c>IGrainFactory</c>, <c>IModelCalls</c>, <c>IAliasDirectory</c>, <c>IEndpointViews</c>, <c>IArtifactStore</c> and where it has executor pools <c>IHandlerCalls</c> and <c>IExecutorAdministration</c>; with an <c>IJournalBackend</c> recoverable requests survive the process.</summary>
    public static IServiceCollection AddGranaryApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddSingleton<OwnRuns>();
        services.AddSingleton<OwnJobs>();
        services.AddSingleton<ExecutorRouteOverrides>();
        services.AddHostedService(static provider => provider.GetRequiredService<ExecutorRouteOverrides>());
        services.AddSingleton<IReadinessCheck, AliasesLoadedCheck>();
        services.AddSingleton<IReadinessCheck, GrainsReachableCheck>();
        services.AddSingleton<IReadinessCheck, ExecutorsReadyCheck>();
        services.AddGranaryRecovery(configuration);
        return services;
    }

    /// <summary>Maps every route, and gives each request its id.</summary>
    public static void MapGranaryApi(this WebApplication app)
    {
        app.UseMiddleware<RequestIdentity>();
        app.UseMiddleware<UnhandledErrors>();
        app.UseGranaryRecovery();
        MapRoutes(app);
    }

    private static void MapRoutes(IEndpointRouteBuilder routes)
    {
        HealthEndpoints.Map(routes);
        AliasEndpoints.Map(routes);
        GateEndpoints.Map(routes);
        ExplainEndpoint.Map(routes);
        ChatCompletionsEndpoint.Map(routes);
        FileUploadEndpoint.Map(routes);
        RunSubmissionEndpoints.Map(routes);
        RunPreviewEndpoint.Map(routes);
        RunQueryEndpoints.Map(routes);
        RunSchemaEndpoint.Map(routes);
        RunActionEndpoints.Map(routes);
        RunEventsEndpoint.Map(routes);
        RunResultEndpoints.Map(routes);
        RunTraceEndpoints.Map(routes);
        RequestEndpoints.Map(routes);
        JournalEndpoints.Map(routes);
        JobSubmissionEndpoint.Map(routes);
        JobQueryEndpoints.Map(routes);
        JobResultEndpoint.Map(routes);
        JobEventsEndpoint.Map(routes);
        ExecutorRouteEndpoints.Map(routes);
        ExecutorPoolEndpoints.Map(routes);
        HandlerRoutes.MapConfigured(routes);
    }
}
