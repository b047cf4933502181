using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Steps.Schemas;

namespace Granary.Grains.Steps.Validation;

/// <summary>Reads one entry of <c>checks</c>: a mapping with exactly one of <c>schema</c>, <c>regex</c>, <c>http</c>, <c>executor</c>.</summary>
internal sealed class CheckReader(HandlerFields handlers, HttpCheckClient http, DocumentErrors errors, bool isBatch)
{
    private const string Kinds = "schema, regex, http, executor";

    /// <summary>The check; null, reported, when something is wrong.</summary>
    public IValueCheck? Read(DocumentNode place)
    {
        var fields = new FieldReader(place, errors);
        var (schema, regex, service, executor) = (fields.Find("schema"), fields.Find("regex"), fields.Find("http"), fields.Find("executor"));
        fields.Close();
        var given = (DocumentNode?[])[schema, regex, service, executor];
        if (given.Count(static node => node is not null) != 1)
        {
            errors.Add(RunErrorCodes.BadValue, place, $"a check has exactly one of {Kinds}", "Write each check as an entry of its own.");
            return null;
        }

        return schema is not null ? Schema(schema) : regex is not null ? Regex(regex) : service is not null ? Http(service) : Executor(new FieldReader(executor!, errors));
    }

    private SchemaValueCheck? Schema(DocumentNode node)
    {
        var schema = SchemaCompiler.Compile(node.ToJson(), out var problems);
        foreach (var problem in problems)
        {
            errors.Add(RunErrorCodes.BadValue, node, $"schema{problem.Pointer}: {problem.Message}");
        }

        return schema is null ? null : new SchemaValueCheck(schema);
    }

    private RegexValueCheck? Regex(DocumentNode node)
    {
        if (node.ReadText(errors, 4096) is not { } text)
        {
            return null;
        }

        if (SchemaPattern.TryCompile(text, out var problem) is { } pattern)
        {
            return new RegexValueCheck(pattern);
        }

        errors.Add(RunErrorCodes.BadValue, node, $"no regular expression: {problem}");
        return null;
    }

    private HttpValueCheck? Http(DocumentNode node)
    {
        var place = node;
        if (node.Kind == DocumentNodeKind.Mapping)
        {
            var fields = new FieldReader(node, errors);
            place = fields.Required("url", "Add `url`, where the value is posted to.");
            fields.Close();
        }

        if (place?.ReadText(errors, 2048) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
        {
            return new HttpValueCheck(http, address);
        }

        errors.Add(RunErrorCodes.BadValue, place, $"`{text}` is no address", "Write http://… or https://…, without a user.");
        return null;
    }

    private HandlerValueCheck? Executor(FieldReader fields)
    {
        var plan = handlers.Read(fields);
        ImmutableArray<KeyValuePair<string, JsonElement>> parameters = fields.Inside("params") is { } given
            ? [.. given.Place.Members.Select(static member => KeyValuePair.Create(member.Name, member.Value.ToJson()))]
            : [];
        var name = isBatch ? AskedValues.Several : AskedValues.One;
        foreach (var taken in fields.Place.Find("params")?.Members.Where(member => member.Name == name) ?? [])
        {
            errors.Add(RunErrorCodes.BadValue, taken.Value, $"`{name}` is what is checked; params cannot have that name", "Rename it.");
        }

        fields.Close();
        return plan is null ? null : new HandlerValueCheck(handlers.Calls, plan, parameters);
    }
}
