using System.Text;

namespace Deploy.Tests.Aspirate;

/// <summary>The files of aspirate's output, as text.</summary>
internal static class Templates
{
    public static string Component(string name, string type) => $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {name}
          labels:
            app: {name}
        spec:
          type: {type}
          version: v1
          metadata: []

        """;

    public static string Namespace(string name) => $"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {name}

        """;

    // aspirate writes several empty lines at the end, which nothing depends on.
    public static string Root(string @namespace, IEnumerable<string> resources) => $"""
        namespace: {@namespace}

        resources:
        {Lines(resources.Select(resource => $"- {resource}"))}
        generatorOptions:
          disableNameSuffixHash: true

        """;

    public static string Project(string name, IEnumerable<KeyValuePair<string, string>> environment) => $"""
        resources:
        - deployment.yaml
        - service.yaml

        generatorOptions:
          disableNameSuffixHash: true

        configMapGenerator:
        - name: {name}-env
          literals:
        {Lines([.. environment.Select(variable => $"    - {variable.Key}={variable.Value}"), "    - ASPNETCORE_URLS=http://+:8080;"])}
        """;

    public static string Service(string name, IEnumerable<KeyValuePair<string, int>> ports) => $"""
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: {name}
        spec:
          type: ClusterIP
          selector:
            app: {name}
          ports:
        {Lines(ports.Select(port => $"  - name: {port.Key}\n    port: {port.Value}\n    targetPort: {port.Value}"))}
        """;

    public static string Deployment(string name, string? appId, IEnumerable<KeyValuePair<string, int>> ports) => $"""
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {name}
          labels:
            app: {name}
        {Annotations(appId, "  ")}spec:
          minReadySeconds: 60
          replicas: 1
          selector:
            matchLabels:
              app: {name}
          strategy:
            type: Recreate
          template:
            metadata:
              labels:
                app: {name}
        {Annotations(appId, "      ")}    spec:
              containers:
              - name: {name}
                image: {name}:latest
                imagePullPolicy: IfNotPresent
                ports:
        {Lines(ports.Select(port => $"        - name: {port.Key}\n          containerPort: {port.Value}")).TrimEnd('\n')}
                envFrom:
                - configMapRef:
                    name: {name}-env
              terminationGracePeriodSeconds: 180

        """;

    private static string Annotations(string? appId, string indent) => appId is null ? "" : $"""
        {indent}annotations:
        {indent}  dapr.io/enabled: 'true'
        {indent}  dapr.io/config: tracing
        {indent}  dapr.io/app-id: {appId}
        {indent}  dapr.io/enable-api-logging: 'true'

        """;

    private static string Lines(IEnumerable<string> lines) =>
        lines.Aggregate(new StringBuilder(), (text, line) => text.Append(line).Append('\n')).ToString();
}
