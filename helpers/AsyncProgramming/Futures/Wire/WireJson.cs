using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AsyncProgramming.Futures.Wire;

/// <summary>How everything is written that pool and worker tell each other.</summary>
internal static class WireJson
{
    /// <summary>Fields count, so that tuples arrive; so do the numbers that JSON has no word for.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        IncludeFields = true,
        // Said outright, because some programs turn it off: those that are a single file, for example.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
