using System.Net;

using Microsoft.Extensions.Options;

namespace Granary.Silo.Hosting;

/// <summary>Checks <see cref="SiloOptions"/> at start; reports every wrong value at once.</summary>
internal sealed class SiloOptionsValidator : IValidateOptions<SiloOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloOptions options)
    {
        List<string> errors = [];
        if (!Uri.TryCreate(options.Listen, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || address.AbsolutePath != "/")
        {
            errors.Add($"Silo:Listen is '{options.Listen}'; it must look like http://127.0.0.1:8080.");
        }
        else if (address.Host != "localhost" && !(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)))
        {
            errors.Add(
                $"Silo:Listen is '{options.Listen}', which others can reach. API keys do not exist yet, so only loopback addresses are allowed: "
                + "use http://127.0.0.1:PORT and put an authenticating proxy in front.");
        }

        if (options.DrainTime < TimeSpan.Zero || options.DrainTime > TimeSpan.FromMinutes(10))
        {
            errors.Add($"Silo:DrainTime is {options.DrainTime}; allowed is 0 to 10 minutes.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
