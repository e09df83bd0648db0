using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Web.Access;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Api;
using OrleansHybrid.Web.Live;
using OrleansHybrid.Web.Mirrors;

namespace OrleansHybrid.Web;

/// <summary>Adds the page and its API to a silo.</summary>
public static class WebWiring
{
    private const string Description = "v1";

    /// <param name="timings">The timings of the cluster.</param>
    public static IServiceCollection AddWeb(this IServiceCollection services, WebOptions options, ClusterTimings timings)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options).AddSingleton(new OwnNames(options.Hosts)).AddSingleton(new Callers(options.Token));
        services.AddSingleton<RequestRules>().AddSingleton<SweepCards>().AddSingleton<EventStreams>();
        // A page would rather hear soon that nobody answers than wait for a lease's time.
        services.AddSingleton(provider => new SweepMirrors(
            provider.GetRequiredService<IClusterClient>(),
            new PatientCalls(timings, AwakeTime.System, TimeSpan.FromSeconds(10)),
            provider.GetRequiredService<TimeProvider>()));
        services.ConfigureHttpJsonOptions(json =>
        {
            var dialect = json.SerializerOptions;
            dialect.PropertyNamingPolicy = ProtocolJson.Options.PropertyNamingPolicy;
            dialect.DictionaryKeyPolicy = null;
            dialect.DefaultIgnoreCondition = ProtocolJson.Options.DefaultIgnoreCondition;
            dialect.NumberHandling = ProtocolJson.Options.NumberHandling;
        });
        services.AddOpenApi(Description, document => document.AddDocumentTransformer((api, _, _) =>
        {
            (api.Info.Title, api.Info.Version) = ("OrleansHybrid", options.Version.Split('+')[0]);
            api.Info.Description = "Sweeps of hyperparameters: submit, watch, control. Reading on this machine needs nothing; changes need "
                + "'Authorization: Bearer TOKEN' with the token in the file operator-token of the state folder.";
            // The address that the caller used is the right one.
            api.Servers = [];
            return Task.CompletedTask;
        }));
        return services;
    }

    public static void UseWebRules(this WebApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        application.Use(application.Services.GetRequiredService<RequestRules>().Guard);
    }

    public static void MapWeb(this WebApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        application.MapOpenApi("/api/{documentName}/openapi.json");
        var api = application.MapGroup("/api/v1").WithTags("Hybrid").AddEndpointFilter(Problems.Catch);
        SweepEndpoints.Map(api);
        ChangeEndpoints.Map(api);
        TrialEndpoints.Map(api);
        TrialDetailEndpoints.Map(api);
        AnalysisEndpoints.Map(api);
        FleetEndpoints.Map(api);
        EventEndpoints.Map(api);
        SignIn.Map(application, application.Services.GetRequiredService<Callers>());
        Pages.Map(application);
    }
}
