/** Spanish names for each concept, without accents, words apart by a space. */
export const spanish: Readonly<Record<string, string>> = {
  event_name: 'evento, nombre evento, tipo evento, nombre del evento',
  event_time: `fecha, fecha hora, fecha evento, fecha pedido, fecha compra, fecha creacion, creado el, creado en, fecha de creacion, fecha de compra, fecha de pedido, fecha del pedido, marca de tiempo, fecha pago~, fecha venta, fecha de pago, fecha de venta,
    fecha transaccion, fecha factura~, hora evento, fecha alta, fecha de alta, comprado el, fecha y hora`,
  event_id: 'id evento, identificador evento',
  event_source_url: 'url pagina, direccion pagina, pagina',
  value:
    'importe, importe total, monto, monto total, valor, precio total, total pedido, valor pedido, ingresos, total compra, importe pedido, importe compra, valor total, cantidad total pagada, total pagado, total factura, valor compra, importe venta, total venta, monto pagado, facturacion',
  currency: 'moneda, divisa, codigo moneda, codigo divisa, codigo de moneda',
  order_id:
    'no pedido, n pedido, id pedido, numero pedido, num pedido, numero de pedido, pedido id, referencia pedido, numero orden, id orden, id compra, numero factura, id transaccion, numero transaccion, orden id, nro pedido, codigo pedido, ref pedido, numero de orden, n pedido, nro orden, compra id',
  email:
    'correo, correo electronico, direccion correo, direccion de correo, correo cliente, email cliente, direccion email, direccion de email, e mail cliente, mail cliente, correo e',
  phone:
    'numero telefono movil, telefono, numero telefono, numero de telefono, movil, telefono movil, celular, num telefono, tel movil, telefono cliente, telefono celular, numero movil, numero celular, nro telefono, tlf, tfno, telf, telefono contacto',
  first_name: 'nombre, primer nombre, nombre cliente, nombre de pila, nombres',
  last_name: 'apellido, apellidos, primer apellido, apellido cliente, apellidos cliente, apellido paterno',
  gender: 'genero, sexo',
  birth_date: 'fecha nacimiento, fecha de nacimiento, nacimiento, cumpleanos, f nacimiento, fec nac, fecha nac, fnac',
  city: 'ciudad, localidad, poblacion, municipio, ciudad envio, ciudad facturacion, ciudad cliente',
  state: 'provincia, estado, region, comunidad autonoma, departamento, comunidad',
  postal_code: 'codigo postal, cp, cod postal, codigopostal, c postal',
  country: 'pais, codigo pais, pais residencia, pais envio, codigo de pais, pais cliente, pais facturacion, cod pais',
  external_id:
    'id cliente, codigo cliente, numero cliente, cliente id, identificador cliente, id usuario, usuario id, num cliente, nro cliente, numero de cliente, cod cliente, numero socio, id socio, codigo de cliente, ref cliente',
  client_ip: 'direccion ip, ip cliente, direccion ip cliente',
  client_user_agent: 'agente usuario, navegador, agente de usuario',
  contents: 'articulos, productos, lineas pedido, carrito, lineas de pedido',
  content_ids: 'id producto, referencia producto, codigo producto, id productos, id articulo, ref producto, cod articulo',
  content_name: 'nombre producto, nombre articulo, nombre del producto, descripcion producto',
  content_category: 'categoria, categoria producto, familia producto',
  content_brand: 'marca, marca producto, fabricante',
  num_items:
    'cantidad, numero articulos, unidades, num articulos, cantidad total, cantidad articulos, numero de articulos, cantidad productos',
  language: 'idioma, codigo idioma, lengua',
  opt_out: `oposicion, oposicion publicidad, oposicion marketing, oposicion tratamiento, oposicion seguimiento, derecho oposicion, dado de baja, dada de baja, baja publicidad, baja marketing, baja comunicaciones, rechaza publicidad, rechazo publicidad, rechazo seguimiento, rechazo cookies, rechazo marketing,
    no rastrear, no seguir, no vender, no vender datos, consentimiento retirado, consentimiento revocado, exclusion publicidad, exclusion publicitaria, lista robinson, sin publicidad, opt out publicidad`,
  data_processing:
    'uso limitado datos, uso limitado de datos, uso de datos limitado, tratamiento limitado, tratamiento limitado datos, opciones tratamiento datos, opciones de tratamiento de datos',
  app_tracking_enabled:
    'seguimiento app permitido, seguimiento aplicacion permitido, seguimiento app activo, consentimiento seguimiento app',
  app_ad_tracking_enabled: 'seguimiento publicitario permitido, seguimiento publicitario activo, seguimiento anuncios permitido',
}
