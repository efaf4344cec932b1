using System.Diagnostics;
using System.Reflection;
using Antivirus.LocalHost.Discovery;
using Antivirus.LocalHost.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.LocalHost.Tests.Discovery;

/// <summary>A function finds in its context what the Functions worker would put there.</summary>
public sealed class LocalFunctionContextTests
{
    private static readonly MethodInfo Method = typeof(OnUpload).GetMethod(nameof(OnUpload.RunAsync))!;

    [Fact]
    public void The_definition_names_the_function_its_code_and_its_trigger()
    {
        // Act
        var definition = Create().FunctionDefinition;

        // Assert
        Assert.Equal("OnUpload", definition.Name);
        Assert.Equal("Antivirus.LocalHost.Tests.Fakes.OnUpload.RunAsync", definition.EntryPoint);
        Assert.Equal(typeof(OnUpload).Assembly.Location, definition.PathToAssembly);
        Assert.Equal(["blob", "name", "cancellationToken"], definition.Parameters.Select(parameter => parameter.Name));
        var trigger = Assert.Single(definition.InputBindings).Value;
        Assert.Equal(("blob", "blobTrigger", BindingDirection.In), (trigger.Name, trigger.Type, trigger.Direction));
        Assert.Empty(definition.OutputBindings);
    }

    [Fact]
    public void The_trace_is_the_one_that_the_call_runs_in()
    {
        // Arrange
        using var call = new Activity("call") { TraceStateString = "antivirus=1" }.SetIdFormat(ActivityIdFormat.W3C).Start();

        // Act
        var trace = Create().TraceContext;

        // Assert
        Assert.Equal(call.Id, trace.TraceParent);
        Assert.Equal("antivirus=1", trace.TraceState);
    }

    [Fact]
    public void Features_are_kept_by_their_type_until_they_are_taken_back()
    {
        // Arrange
        var features = Create().Features;

        // Act
        features.Set("uno");
        features.Set<Version?>(new Version(1, 2));
        features.Set<Version?>(null);

        // Assert
        Assert.Equal("uno", features.Get<string>());
        Assert.Null(features.Get<Version>());
        Assert.Equal([typeof(string)], features.Select(feature => feature.Key));
    }

    private static LocalFunctionContext Create() => new(
        new FunctionMethod(Method, "OnUpload"),
        new ServiceCollection().BuildServiceProvider(),
        new Dictionary<string, object?> { ["name"] = "a.csv" },
        TestContext.Current.CancellationToken);
}
