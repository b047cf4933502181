using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Granary.Api.Recovery;

/// <summary>Takes the pipeline at its outermost place when the server builds it; costs a request nothing.</summary>
internal sealed class ReplayPipelineFilter(ReplayPipeline pipeline) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(rest =>
        {
            pipeline.Use(rest);
            return rest;
        });
        next(app);
    };
}
