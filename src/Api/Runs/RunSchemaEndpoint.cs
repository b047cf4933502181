using Granary.Api.Callers;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Runs;

/// <summary>
/// <c>GET /v1/runs/schema</c>: a JSON Schema of run documents, for editors. It knows fields, ranges and words; what hangs on other columns, aliases or files only a
/// submission can tell.
/// </summary>
internal static class RunSchemaEndpoint
{
    private const string Resource = "run-document.schema.json";

    private static readonly byte[] _schema = Read();

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/runs/schema", static (HttpContext context) =>
        QueryRules.Check(context.Request.Query) ?? Results.Bytes(_schema, "application/schema+json"));

    private static byte[] Read()
    {
        using var stream = typeof(RunSchemaEndpoint).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not in this assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
