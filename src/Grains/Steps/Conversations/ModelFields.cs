using System.Collections.Immutable;
using Granary.Abstractions.Models;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Templates;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Conversations;

/// <summary>Reads what all kinds that call a model have in common: alias, messages, parameters, capture.</summary>
internal sealed class ModelFields(IAliasDirectory aliases)
{
    private const int MostMessages = 64;

    private static readonly string[] Captures = ["reasoning", "trace", "usage"];
    private static readonly string[] Roles = ["system", "user", "assistant"];

    /// <summary>The plan; null, reported, when something is wrong.</summary>
    public ConversationPlan? Read(StepConfiguration configuration)
    {
        var (fields, errors) = (configuration.Fields, configuration.Errors);
        var before = errors.Count;
        var alias = Alias(fields, "chat");
        var messages = Messages(configuration);
        var parameters = fields.Inside("params") is { } given ? ModelParameters.Read(given) : ImmutableDictionary<string, System.Text.Json.JsonElement>.Empty;
        var capture = Capture(fields);
        return errors.Count == before ? new ConversationPlan(configuration.Name, alias!, messages, parameters, capture) : null;
    }

    /// <summary>A warning for a conversation that is the same for every row.</summary>
    public static ImmutableArray<string> Warnings(ConversationPlan plan) => plan.Messages.All(m => m.Content.References.IsEmpty)
        ? [$"column `{plan.Column}` asks the same of the model for every row: its messages name no other column"]
        : [];

    /// <summary>The alias that <c>model</c> names; reported when there is none for that domain.</summary>
    public string? Alias(FieldReader fields, string domain)
    {
        if (fields.Required("model", "Name an alias of the provider document.")?.ReadText(fields.Errors, 128) is not { } name)
        {
            return null;
        }

        var place = fields.Find("model")!;
        var fitting = aliases.All.Where(a => a.Domain == domain).Select(a => a.Name).ToList();
        if (aliases.Find(name) is not { } alias)
        {
            fields.Errors.Add(RunErrorCodes.UnknownAlias, place, $"there is no alias `{name}`", NearestName.Hint(name, fitting, $"aliases for {domain}"));
        }
        else if (alias.Domain != domain)
        {
            fields.Errors.Add(RunErrorCodes.UnknownAlias, place, $"the alias `{name}` is for {alias.Domain}, not for {domain}", NearestName.Hint(name, fitting, $"aliases for {domain}"));
        }

        return name;
    }

    private static ImmutableArray<MessagePlan> Messages(StepConfiguration configuration)
    {
        var (fields, errors, texts) = (configuration.Fields, configuration.Errors, configuration.Texts);
        var (prompt, messages, system) = (fields.Find("prompt"), fields.Find("messages"), fields.Find("system"));
        var plans = ImmutableArray.CreateBuilder<MessagePlan>();
        Add(plans, "system", system is null ? null : texts.Template(system));
        if (prompt is null == messages is null)
        {
            errors.Add(
                prompt is null ? RunErrorCodes.MissingField : RunErrorCodes.BadValue,
                messages ?? fields.Place,
                prompt is null ? "`prompt` is missing" : "`prompt` and `messages` exclude each other",
                prompt is null ? "Add `prompt`, or `messages` with roles." : "Keep one of both.");
            return [];
        }

        Add(plans, "user", prompt is null ? null : texts.Template(prompt));
        foreach (var item in messages?.ReadList(errors, 1, MostMessages) ?? [])
        {
            var message = new FieldReader(item, errors);
            var role = message.Required("role")?.ReadWord(errors, Roles);
            var content = message.Required("content") is { } node ? texts.Template(node) : null;
            message.Close();
            Add(plans, role ?? "user", content);
        }

        return plans.ToImmutable();
    }

    private static void Add(ImmutableArray<MessagePlan>.Builder plans, string role, CompiledTemplate? content)
    {
        if (content is not null)
        {
            plans.Add(new MessagePlan(role, content));
        }
    }

    private static ImmutableArray<string> Capture(FieldReader fields)
    {
        var words = (fields.List("capture", 1, Captures.Length) ?? []).Select(n => n.ReadWord(fields.Errors, Captures)).OfType<string>();
        return [.. words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
